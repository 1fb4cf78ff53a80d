"""Registers the export app, whose jobs write files."""

from django.apps import AppConfig


class ExportingConfig(AppConfig):
    """It has no tables: a file lies in the data folder, and the job knows of it."""

    name = "plexus.shell.exporting"
    label = "exporting"
