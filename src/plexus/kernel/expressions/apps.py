"""Registers the expression language, whose SQL functions are a migration."""

from django.apps import AppConfig


class ExpressionsConfig(AppConfig):
    name = "plexus.kernel.expressions"
    label = "expressions"

    def ready(self) -> None:
        from plexus.kernel.expressions import defining
        from plexus.kernel.schema import definition_checks

        definition_checks.also(defining.faults)
