"""`plexus setup export FILE` and `plexus setup import FILE`: what administrators arranged, for another workspace."""

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plexus.kernel.values.refusals import gettext_noop
from plexus.site.command.verb import Exit, Output, Verb
from plexus.site.command.verbs.export import NotWritable
from plexus.site.command.verbs.import_ import NotReadable

WAYS = ("export", "import")
STREAM = "-"


class Setup(Verb):
    """Everything goes in under one cause, which `plexus undo` takes back, or nothing does."""

    help = gettext_noop("carry objects, fields, rules, layouts, roles, views and pipelines to another workspace")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which way, and the file."""
        add = parser.add_argument
        add("way", choices=WAYS, metavar="export | import", help=_("write the set-up to a file, or bring one in"))
        add("file", metavar="FILE", help=_("the file; - for standard output or input"))
        add("--dry-run", action="store_true", help=_("say what would happen, change nothing"))
        add("--skip-refused", action="store_true", help=_("bring the others in when some entries are refused"))
        add("--as", dest="person", metavar="EMAIL", help=_("act as this person, with his or her rights"))

    def wrong_use(self, asked: argparse.Namespace) -> str:
        """Only what is brought in can be tried."""
        if asked.way == "export" and (asked.dry_run or asked.skip_refused):
            return _("--dry-run and --skip-refused are for “plexus setup import”.")
        return ""

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Do it, and tell what became of each entry."""
        return _export(asked, output) if asked.way == "export" else _import(asked, output)


def _export(asked: argparse.Namespace, output: Output) -> Exit:
    # Not at the top: the overview of subcommands does without.
    from plexus.shell.setup.outcome import error_told  # noqa: PLC0415
    from plexus.site.command import setting_up  # noqa: PLC0415

    found = setting_up.export(asked)
    if asked.file == STREAM:
        sys.stdout.write(found.document.text())
    else:
        _write(Path(asked.file), found.document.text())
        number = sum(len(entries) for entries in found.document.sections.values())
        told = ngettext("%(number)d entry written to %(file)s.", "%(number)d entries written to %(file)s.", number)
        output.say(told % {"number": number, "file": asked.file})
        left = [error_told(each, _) for each in found.left_out]
        output.result({"file": asked.file, "entries": number, "left_out": left})
    return setting_up.warn_of_left_out(found, output)


def _import(asked: argparse.Namespace, output: Output) -> Exit:
    from plexus.site.command import setting_up  # noqa: PLC0415

    return setting_up.bring_in(_content(asked.file), asked, output)


def _write(file: Path, text: str) -> None:
    """Beside the file first, so that a failure leaves what was there."""
    making = file.with_name(f".{file.name}.part")
    try:
        making.write_text(text, encoding="utf-8")
        making.replace(file)
    except OSError as error:
        raise NotWritable(file=file, reason=error.strerror or error) from error
    finally:
        making.unlink(missing_ok=True)


def _content(file: str) -> bytes:
    from plexus.shell.setup.reading import MOST_BYTES  # noqa: PLC0415

    if file == STREAM:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(file).open("rb") as content:
            return content.read(MOST_BYTES + 1)
    except OSError as error:
        raise NotReadable(file=file, reason=error.strerror or error) from error


VERB = Setup()
