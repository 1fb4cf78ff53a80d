"""Registers the search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "plexus.kernel.search"
    label = "search"
