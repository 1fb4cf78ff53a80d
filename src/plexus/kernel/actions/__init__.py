"""Actions: verbs on objects, registered once, offered as button, bulk command and REST endpoint alike."""

from plexus.kernel.actions import general, normalising, sharing
from plexus.kernel.actions.action import Action, Told, param
from plexus.kernel.actions.registry import action, available, everything, find, many
from plexus.kernel.actions.running import expect, ready, run, run_many, size

__all__ = [
    "Action", "Told", "action", "available", "everything", "expect", "find", "general", "many", "normalising", "param",
    "ready", "run", "run_many", "sharing", "size",
]  # fmt: skip
