"""Before any page: who asks, what was sent, whom they look as, and refusals as pages."""
