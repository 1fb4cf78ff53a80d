"""Registers the app of long acts."""

from django.apps import AppConfig


class CommandingConfig(AppConfig):
    """It has no tables: how far an act is stands in its job."""

    name = "plexus.shell.commanding"
    label = "commanding"
