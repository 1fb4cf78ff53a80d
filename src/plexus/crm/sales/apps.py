"""Registers the sales app: its objects, its actions, and its pages in the rail."""

from importlib import import_module

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "plexus.crm.sales"
    label = "sales"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from plexus.crm.sales.actions import starting
        from plexus.crm.sales.models import register
        from plexus.crm.sales.web import filling
        from plexus.shell.administration.actions import speaking
        from plexus.shell.setup.sections import chosen
        from plexus.shell.web import entries, slots

        register()
        slots.fill(slots.Filling(buttons=filling.buttons, panels=filling.panels))
        entries.add("sales", entries.Entry(_("Board"), "/deals/board", "kanban"))
        entries.add("insight", entries.Entry(_("Sales dashboard"), "/dashboard", "chart-column"))
        speaking.add(starting.speak)
        chosen.add("pipelines")
        chosen.add("stages", within="pipeline")
        chosen.add("lost-reasons")
        import_module("plexus.crm.sales.actions")
