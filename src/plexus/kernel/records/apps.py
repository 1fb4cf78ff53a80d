"""Registers the records app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "plexus.kernel.records"
    label = "records"
