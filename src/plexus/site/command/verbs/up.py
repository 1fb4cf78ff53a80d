"""`plexus up`: all of Plexus on this machine, in the foreground."""

import argparse
import os
from pathlib import Path

from django.utils.translation import gettext as _

from plexus.kernel.values.refusals import gettext_noop
from plexus.site.command.verb import Exit, Output, Verb
from plexus.site.serving import running
from plexus.site.serving.folders import DataFolder
from plexus.site.serving.running import Asked, Ready

HOST = "127.0.0.1"
PORT = 8000


class Up(Verb):
    """Runs until Ctrl-C."""

    help = gettext_noop("run Plexus on this machine")
    needs_database = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default=HOST, help=_("the address to listen on (0.0.0.0: the whole network)"))
        parser.add_argument("--port", type=int, default=PORT, help=_("the port to listen on (0: any free one)"))
        parser.add_argument("--demo", action="store_true", help=_("fill an empty Plexus with a made-up company"))

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Start everything, tell where it is, and stay."""
        wanted = Asked(
            folder=DataFolder(Path(asked.data).absolute()),
            host=asked.host,
            port=asked.port,
            database_url=os.environ.get("DATABASE_URL", ""),
            demo=asked.demo,
        )
        output.say(_("Starting Plexus …"))
        if wanted.folder.is_new and not wanted.database_url:
            output.say(_("This is the first start: the database is being made, which takes a minute or two."))
        running.run(wanted, when_ready=lambda ready: _tell(ready, output))
        output.say(_("Plexus has stopped."))
        return Exit.DONE


def _tell(ready: Ready, output: Output) -> None:
    output.say(_("Plexus is running at %(url)s (data in %(data)s).") % {"url": ready.url, "data": ready.data})
    if ready.sign_in:
        output.say(_("Sign in for the first time (this link works once): %(link)s") % {"link": ready.sign_in})
    output.say(_("Stop it with Ctrl-C."))
    output.result({"url": ready.url, "data": ready.data, "sign_in": ready.sign_in})


VERB = Up()
