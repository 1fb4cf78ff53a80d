"""Webhooks: what becomes of records is sent to addresses of other programs, signed, until it has arrived."""
