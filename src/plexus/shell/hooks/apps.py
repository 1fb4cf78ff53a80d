"""Registers the app of webhooks, whose errand sends them."""

from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "plexus.shell.hooks"
    label = "hooks"
