"""Registration of importing with Django."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "plexus.shell.importing"
    label = "importing"

    def ready(self) -> None:
        # Only the command takes several files at once, but the page of problems explains every refusal.
        from plexus.shell.importing import members  # noqa: F401
