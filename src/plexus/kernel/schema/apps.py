"""Registers the objects that people, teams and roles are."""

from django.apps import AppConfig


class SchemaConfig(AppConfig):
    name = "plexus.kernel.schema"
    label = "schema"

    def ready(self) -> None:
        from plexus.kernel.schema import people

        people.register()
