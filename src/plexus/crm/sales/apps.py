"""Registers the sales app and its objects."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "plexus.crm.sales"
    label = "sales"

    def ready(self) -> None:
        from plexus.crm.sales.models import register

        register()
