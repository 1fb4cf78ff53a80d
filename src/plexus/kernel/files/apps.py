"""Registers the object of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "plexus.kernel.files"
    label = "files"

    def ready(self) -> None:
        from plexus.kernel.files.models import register

        register()
