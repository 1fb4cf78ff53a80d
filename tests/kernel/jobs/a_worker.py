"""`plexus worker`, with the tests' kinds of job."""

import sys

import django

django.setup()

import jobs_for_tests  # type: ignore[import-not-found]  # noqa: E402, F401

from plexus.site.command import main  # noqa: E402

sys.exit(main(["worker"]))
