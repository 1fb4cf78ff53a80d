"""Registers the objects that people, teams, roles and definitions are."""

from django.apps import AppConfig


class SchemaConfig(AppConfig):
    name = "plexus.kernel.schema"
    label = "schema"

    def ready(self) -> None:
        from plexus.kernel.schema import definers, people

        people.register()
        definers.register()
