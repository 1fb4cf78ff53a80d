"""Registers the sales app, its objects and its actions."""

from importlib import import_module

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "plexus.crm.sales"
    label = "sales"

    def ready(self) -> None:
        from plexus.crm.sales.models import register

        register()
        import_module("plexus.crm.sales.actions")
