"""What pages fill and templates show: small frozen values, no query, no permission, no arithmetic in HTML."""
