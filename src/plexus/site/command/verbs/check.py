"""`plexus check`: what is wrong, in words."""

import argparse
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _

from plexus.kernel.values.refusals import Refusal, gettext_noop
from plexus.site.checking import database, machine
from plexus.site.checking.findings import Finding
from plexus.site.command import reaching
from plexus.site.command.verb import Exit, Output, Verb
from plexus.site.command.verbs.up import HOST, PORT
from plexus.site.serving import locking
from plexus.site.serving.folders import DataFolder


class Check(Verb):
    """Looks at the machine and the database, changes nothing."""

    help = gettext_noop("say in words what is wrong, if anything is")
    needs_database = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The port that Plexus would listen on."""
        parser.add_argument("--host", default=HOST, help=_("the address to listen on (0.0.0.0: the whole network)"))
        parser.add_argument("--port", type=int, default=PORT, help=_("the port to listen on"))

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Every finding, good or bad; refused when any is bad."""
        found = list(_findings(asked))
        for finding in found:
            output.say(f"{'✓' if finding.good else '✗'} {finding.sentence}")
        good = all(finding.good for finding in found)
        output.result({"good": good, "findings": [asdict(finding) for finding in found]})
        return Exit.DONE if good else Exit.REFUSED


def _findings(asked: argparse.Namespace) -> Iterator[Finding]:
    folder = DataFolder(Path(asked.data))
    running = bool(os.environ.get("DATABASE_URL")) or locking.is_held(folder.path)
    yield from machine.findings(folder, running=running, host=asked.host, port=asked.port)
    try:
        with reaching.database(folder.path):
            yield from database.findings()
    except Refusal as refusal:
        yield Finding("database", good=False, sentence=refusal.sentence(_))


VERB = Check()
