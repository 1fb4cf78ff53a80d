"""Reading files: bytes become a table, columns are understood, headers are matched to fields.

Nothing here imports Django: it runs the same in a page, in a job and in a test.
"""
