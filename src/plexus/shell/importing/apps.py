"""Registration of importing with Django."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "plexus.shell.importing"
    label = "importing"
