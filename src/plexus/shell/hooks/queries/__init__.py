"""What pages and the API show of webhooks."""
