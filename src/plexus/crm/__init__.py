"""Customer relationship management itself: customers, engagement, sales."""
