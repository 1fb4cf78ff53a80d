"""Undo: taking back one change or all of a cause, never overwriting what somebody did since."""
