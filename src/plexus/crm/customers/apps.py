"""Registers the customers app and its objects."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "plexus.crm.customers"
    label = "customers"

    def ready(self) -> None:
        from plexus.crm.customers.models import register

        register()
