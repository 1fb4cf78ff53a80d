"""Registers the engagement app, its objects and its actions."""

from importlib import import_module

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "plexus.crm.engagement"
    label = "engagement"

    def ready(self) -> None:
        from plexus.crm.engagement.models import register

        register()
        import_module("plexus.crm.engagement.actions")
