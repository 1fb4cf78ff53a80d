"""Registers the API app, which keeps answers to repeated requests and counts requests."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "plexus.shell.api"
    label = "api"
