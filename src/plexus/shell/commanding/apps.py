"""Registers the app of long bulk commands."""

from django.apps import AppConfig


class CommandingConfig(AppConfig):
    """It has no tables: how far a command is stands in its job."""

    name = "plexus.shell.commanding"
    label = "commanding"
