"""Registers the engagement app and its objects."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "plexus.crm.engagement"
    label = "engagement"

    def ready(self) -> None:
        from plexus.crm.engagement.models import register

        register()
