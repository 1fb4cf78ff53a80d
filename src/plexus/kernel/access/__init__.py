"""Who may read or change which rows and fields: asked by every door, answered in one place."""
