"""Who follows what, and what there is to tell."""
