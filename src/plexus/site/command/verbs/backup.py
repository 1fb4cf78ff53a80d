"""`plexus backup FILE`: everything as of now in one file, while people go on working."""

import argparse
import os
from dataclasses import asdict
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plexus.kernel.values.refusals import gettext_noop
from plexus.site.command.verb import Exit, Output, Verb


class Backup(Verb):
    """Reads one snapshot, so that what is written belongs together."""

    help = gettext_noop("write everything to one file, and prove that it comes back")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Where to, and how sure."""
        parser.add_argument("file", metavar="FILE", type=Path, help=_("the file to write; it must not be there yet"))
        parser.add_argument(
            "--quick", action="store_true", help=_("read the file again, but do not put it back to compare")
        )

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Write it, prove it, and tell what is in it."""
        # Not at the top: the overview of subcommands does without.
        from plexus.site.keeping import taking  # noqa: PLC0415

        taken = taking.take(
            os.environ["DATABASE_URL"], Path(asked.data), asked.file, now=timezone.now(), prove=not asked.quick
        )
        sentence = ngettext(
            "%(rows)s rows and %(files)s file are in %(file)s (%(size)s MB).",
            "%(rows)s rows and %(files)s files are in %(file)s (%(size)s MB).",
            taken.files,
        )
        size = f"{taken.bytes / 2**20:.1f}"
        output.say(sentence % {"rows": f"{taken.rows:,}", "files": taken.files, "file": asked.file, "size": size})
        if taken.proved:
            output.say(_("Proved: put back aside, every table is the same, row by row."))
        output.say(_("The file holds everything, the signing key too: keep it as safe as Plexus itself."))
        output.result({"file": str(asked.file), **asdict(taken)})
        return Exit.DONE


VERB = Backup()
