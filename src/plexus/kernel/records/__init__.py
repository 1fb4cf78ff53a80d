"""Records: created, changed, trashed and restored through one door, under policy, with a cause in the journal."""
