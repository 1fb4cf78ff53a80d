"""What administrators decide, and persons for themselves: people, roles, the company, tokens."""
