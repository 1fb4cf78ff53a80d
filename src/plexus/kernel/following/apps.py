"""Registers the object of follows and its actions."""

from importlib import import_module

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "plexus.kernel.following"
    label = "following"

    def ready(self) -> None:
        from plexus.kernel.following.models import register

        register()
        import_module("plexus.kernel.following.actions.following")
