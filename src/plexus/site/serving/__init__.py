"""Running Plexus on one machine: its database server, its web server, its worker, and who watches them."""
