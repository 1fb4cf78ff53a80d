"""Registration of the shell with Django."""

from importlib import import_module

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """The domain-blind product."""

    name = "plexus.shell"
    label = "shell"

    def ready(self) -> None:
        for name in ("fields", "choices", "retyping", "objects", "rules"):
            import_module(f"plexus.shell.administration.actions.{name}")
