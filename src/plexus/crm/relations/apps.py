"""Registers the relations app, its objects and its actions."""

from importlib import import_module

from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "plexus.crm.relations"
    label = "relations"

    def ready(self) -> None:
        from plexus.crm.relations.actions import starting
        from plexus.crm.relations.models import register
        from plexus.crm.relations.web import filling
        from plexus.shell.administration.actions import speaking
        from plexus.shell.setup.sections import chosen
        from plexus.shell.web import slots

        register()
        slots.fill(slots.Filling(panels=filling.panels))
        speaking.add(starting.speak)
        chosen.add("relation-types")
        import_module("plexus.crm.relations.actions")
