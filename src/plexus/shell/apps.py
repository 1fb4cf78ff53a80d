"""Registration of the shell with Django."""

from importlib import import_module

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """The domain-blind product."""

    name = "plexus.shell"
    label = "shell"

    def ready(self) -> None:
        for name in ("fields", "choices", "retyping", "objects", "rules"):
            import_module(f"plexus.shell.administration.actions.{name}")
        from django.utils.translation import gettext_lazy as _

        from plexus.shell.setup import sections
        from plexus.shell.web import entries, slots
        from plexus.shell.web.lists import hand_lists
        from plexus.shell.web.records import bound, file_boxes

        sections.register()
        slots.fill(slots.Filling(panels=file_boxes.panels, buttons=file_boxes.buttons))
        slots.fill(slots.Filling(panels=bound.panels, buttons=bound.buttons))
        slots.fill(slots.Filling(panels=hand_lists.panels, buttons=hand_lists.buttons))
        entries.add("insight", entries.Entry(_("Data quality"), "/quality", "gauge"))
