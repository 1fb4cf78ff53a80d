"""Registers the expression language, whose SQL functions are a migration."""

from django.apps import AppConfig


class ExpressionsConfig(AppConfig):
    name = "plexus.kernel.expressions"
    label = "expressions"
