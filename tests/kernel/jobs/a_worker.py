"""`plexus worker`, with the tests' kinds of job, and with other figures for the lanes of the queue if any are told."""

import json
import sys

import django

django.setup()

import jobs_for_tests  # type: ignore[import-not-found]  # noqa: E402, F401

from plexus.kernel.jobs import lanes  # noqa: E402
from plexus.site.command import main  # noqa: E402

for name, figure in json.loads(sys.argv[1]).items():
    setattr(lanes, name, figure)
sys.exit(main(["worker"]))
