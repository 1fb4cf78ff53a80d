"""Figures: what Plexus takes beside what PostgreSQL alone takes, in one run. `make bench`, or with ARGS=--quick."""
