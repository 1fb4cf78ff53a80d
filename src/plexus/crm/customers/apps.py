"""Registers the customers app, its objects and its actions."""

from importlib import import_module

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "plexus.crm.customers"
    label = "customers"

    def ready(self) -> None:
        from plexus.crm.customers.models import register
        from plexus.shell.setup.sections import chosen

        register()
        chosen.add("tags")
        import_module("plexus.crm.customers.actions")
