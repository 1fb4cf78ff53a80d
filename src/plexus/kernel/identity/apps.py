"""Registers the identity app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "plexus.kernel.identity"
    label = "identity"
