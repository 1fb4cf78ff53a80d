"""Registers the records app, and where the records of custom objects are kept."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "plexus.kernel.records"
    label = "records"

    def ready(self) -> None:
        from plexus.kernel.query import completeness, rollups
        from plexus.kernel.records.models import CustomRecord
        from plexus.kernel.schema import reckoning, registry, settling

        registry.keep_custom_in(CustomRecord)
        settling.made_by(reckoning.ROLL_UP, rollups.roll_up)
        settling.made_by(reckoning.COMPLETENESS, completeness.completeness)
