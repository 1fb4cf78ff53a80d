"""Registers the journal app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "plexus.kernel.journal"
    label = "journal"
