"""Coming in: signing in and out, one-time links, the demo, choosing a workspace."""
