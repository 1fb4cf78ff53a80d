"""Registers the jobs app and finds the `jobs` module of every other."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Jobs come before every app that has some."""

    name = "plexus.kernel.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the task that runs every job, and every kind of job."""
        from plexus.kernel.jobs import task  # noqa: F401

        autodiscover_modules("jobs")
