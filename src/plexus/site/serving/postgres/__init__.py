"""The embedded PostgreSQL: a real server from a wheel, run on a folder, reached by a private socket."""
