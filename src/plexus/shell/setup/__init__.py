"""A workspace's set-up as one file: written, read, compared with another workspace, and brought in."""
