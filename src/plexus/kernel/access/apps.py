"""Registers the access app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "plexus.kernel.access"
    label = "access"
