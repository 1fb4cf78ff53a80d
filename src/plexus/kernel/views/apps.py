"""Registers views as objects."""

from django.apps import AppConfig


class ViewsConfig(AppConfig):
    name = "plexus.kernel.views"
    label = "views"

    def ready(self) -> None:
        from plexus.kernel.views.models import register

        register()
