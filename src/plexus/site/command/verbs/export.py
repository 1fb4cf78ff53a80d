"""`plexus export OBJECT FILE`: a list as a file that `plexus import` takes back."""

import argparse
import sys
from pathlib import Path
from typing import IO

import orjson
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plexus.kernel.values.refusals import Refusal, gettext_noop
from plexus.site.command.verb import Exit, Output, Verb

STANDARD_OUTPUT = "-"


class NotJson(Refusal):
    """The filter is no JSON object."""

    message = gettext_noop("--filter takes a filter as a JSON object.")


class NotWritable(Refusal):
    """The file cannot be written."""

    message = gettext_noop("%(file)s cannot be written: %(reason)s.")


class Export(Verb):
    """Writes beside the file first, so that a failure leaves what was there."""

    help = gettext_noop("write a list to a CSV, Excel or JSON lines file")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """What to write, and where."""
        parser.add_argument("object", metavar="OBJECT", help=_("what to write, for example accounts"))
        parser.add_argument(
            "file",
            metavar="FILE",
            help=_("a name that ends in .csv, .xlsx, .ndjson or, for contacts, .vcf; - for CSV on standard output"),
        )
        parser.add_argument("--filter", metavar="JSON", help=_("only the records that this filter finds"))
        parser.add_argument("--fields", metavar="A,B", help=_("only these fields"))
        parser.add_argument("--sort", metavar="A,-B", default="", help=_("in this order"))
        parser.add_argument("--labels", action="store_true", help=_("headers and choices in words"))
        parser.add_argument("--bom", action="store_true", help=_("mark a CSV file as UTF-8 for Excel"))

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Write the file and tell how many records are in it."""
        to_output = asked.file == STANDARD_OUTPUT
        rows = _write_to(sys.stdout.buffer, asked, "csv") if to_output else _write_file(Path(asked.file), asked)
        if not to_output:
            told = ngettext("%(rows)d record written to %(file)s.", "%(rows)d records written to %(file)s.", rows)
            output.say(told % {"rows": rows, "file": asked.file})
            output.result({"rows": rows, "file": asked.file})
        return Exit.DONE


def _write_file(file: Path, asked: argparse.Namespace) -> int:
    making = file.with_name(f".{file.name}.part")
    try:
        with making.open("wb") as out:
            rows = _write_to(out, asked, file.suffix.removeprefix(".").lower())
        making.replace(file)
    except OSError as error:
        raise NotWritable(file=file, reason=error.strerror or error) from error
    finally:
        making.unlink(missing_ok=True)
    return rows


def _write_to(out: IO[bytes], asked: argparse.Namespace, kind: str) -> int:
    # Not at the top: the overview of subcommands does without.
    from plexus.kernel.records.acting import acting  # noqa: PLC0415
    from plexus.kernel.schema import registry  # noqa: PLC0415
    from plexus.shell.exporting import asking, writing  # noqa: PLC0415
    from plexus.shell.exporting.wanted import Wanted  # noqa: PLC0415
    from plexus.site.command import workspaces  # noqa: PLC0415

    workspace = workspaces.chosen(asked.workspace)
    actor = workspaces.operator(workspace)
    about = registry.of(workspace.pk).object(asked.object)
    fields = tuple(each.strip() for each in asked.fields.split(",")) if asked.fields else ()
    wanted = Wanted(kind, fields, labels=asked.labels, sort=asked.sort, bom=asked.bom)
    with acting(actor):
        condition = asking.condition_of(actor, about, asking.Narrowed(_filter(asked.filter)), timezone.now())
        return writing.write_export(actor, about, condition, wanted, out)


def _filter(text: str | None) -> dict[str, object] | None:
    if text is None:
        return None
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise NotJson from error
    if not isinstance(found, dict):
        raise NotJson
    return found


VERB = Export()
