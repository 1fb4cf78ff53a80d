"""Registration of the shell with Django."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """The domain-blind product."""

    name = "plexus.shell"
    label = "shell"
