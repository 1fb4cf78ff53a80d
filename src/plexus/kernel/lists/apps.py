"""Registers the objects of lists and their members, and the actions that put records on them."""

from importlib import import_module

from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "plexus.kernel.lists"
    label = "lists"

    def ready(self) -> None:
        from plexus.kernel.lists.models import register

        register()
        import_module("plexus.kernel.lists.actions.listing")
