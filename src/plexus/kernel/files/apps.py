"""Registers the object of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "plexus.kernel.files"
    label = "files"

    def ready(self) -> None:
        from plexus.kernel.files import keeping
        from plexus.kernel.files.models import register
        from plexus.kernel.records.preparing import filing

        register()
        filing.look_with(keeping.type_and_size)
