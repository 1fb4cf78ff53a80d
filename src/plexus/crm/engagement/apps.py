"""Registers the engagement app: its objects, its actions, and what it puts on record pages."""

from importlib import import_module

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "plexus.crm.engagement"
    label = "engagement"

    def ready(self) -> None:
        from plexus.crm.engagement.models import register
        from plexus.crm.engagement.queries.timeline import timeline
        from plexus.crm.engagement.web import filling
        from plexus.shell.api import timelines
        from plexus.shell.web import slots

        register()
        slots.fill(
            slots.Filling(kinds=filling.kinds, timeline=filling.entries, panels=filling.panels, buttons=filling.buttons)
        )
        timelines.provide(timeline)
        import_module("plexus.crm.engagement.actions")
