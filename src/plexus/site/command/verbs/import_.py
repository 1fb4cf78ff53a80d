"""`plexus import OBJECT FILE`: rows of a file become records; what does not fit comes back with the reason."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from plexus.kernel.values.refusals import Refusal, gettext_noop
from plexus.site.command.verb import Exit, Output, Verb


class NotReadable(Refusal):
    """The file cannot be read."""

    message = gettext_noop("%(file)s cannot be read: %(reason)s.")


class Import(Verb):
    """Everything goes in under one cause, which `plexus undo` takes back."""

    help = gettext_noop("bring the rows of a CSV or Excel file in")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """What to bring in, and how."""
        add = parser.add_argument
        add("what", metavar="OBJECT FILE | OBJECT=FILE", nargs="+",
            help=_("what the rows are, and a CSV, TSV, XLSX, XLS or vCard file; or files of another system, a folder "
                   "or a zip archive, whose objects and order are found"))  # fmt: skip
        add("--preset", metavar="NAME",
            help=_("the system that wrote the files: salesforce, hubspot, zoho, dynamics or pipedrive; "
                   "“none” to take one for no such file"))  # fmt: skip
        add("--map", metavar="COLUMN=FIELD", action="append", default=[],
            help=_("a column and the field it fills; COLUMN= leaves it out; the rest is proposed"))  # fmt: skip
        add("--only-mapped", action="store_true", help=_("leave out every column that --map does not name"))
        add("--match", metavar="FIELD", action="append", default=[],
            help=_("find records again by this field; several must all agree"))  # fmt: skip
        add("--mode", choices=("create", "update", "upsert"), default="upsert",
            help=_("only create, only update, or both (upsert)"))  # fmt: skip
        add("--create-missing", metavar="FIELD", action="append", default=[],
            help=_("create the records that this reference names and that are not there"))  # fmt: skip
        add("--replace", metavar="COLUMN:OLD=NEW", action="append", default=[],
            help=_("read one text of a column or field as another"))  # fmt: skip
        add("--set", metavar="FIELD=VALUE", action="append", default=[], help=_("give every row this value"))
        add("--days", metavar="COLUMN=DMY", action="append", default=[],
            help=_("how a column writes days: YMD, MDY or DMY"))  # fmt: skip
        add("--clear-blanks", action="store_true", help=_("blank cells empty the field of a known record"))
        add("--list", metavar="NAME", default="",
            help=_("put what comes in on this list kept by hand; made where there is none of this name"))  # fmt: skip
        add("--dry-run", action="store_true", help=_("say what would happen, change nothing"))
        add("--errors", metavar="FILE", help=_("where rows go that are kept back (default: FILE.errors.csv)"))
        add("--encoding", help=_("the encoding of a text file, when it is not found"))
        add("--delimiter", help=_("what stands between the cells of a text file"))
        add("--sheet", help=_("the sheet of a workbook"))
        add("--as", dest="person", metavar="EMAIL", help=_("act as this person, with his or her rights"))

    def wrong_use(self, asked: argparse.Namespace) -> str:
        """A list holds records of one object, so that several files have none in common."""
        if asked.list and not _is_one_file(asked):
            return _("--list is for one file: plexus import OBJECT FILE.")
        return ""

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Bring the file in, write what was kept back, tell how it went."""
        # Not at the top: the overview of subcommands does without.
        from plexus.site.command import importing, vendor_sets  # noqa: PLC0415

        if not _is_one_file(asked):
            return vendor_sets.bring_in_all(asked, output)
        plural, file = asked.what
        _must_be_readable(Path(file))
        return importing.bring_in(plural, Path(file), asked, output)


def _is_one_file(asked: argparse.Namespace) -> bool:
    return len(asked.what) == 2 and "=" not in asked.what[0] and not Path(asked.what[0]).exists()


def _must_be_readable(file: Path) -> None:
    try:
        with file.open("rb"):
            pass
    except OSError as error:
        raise NotReadable(file=file, reason=error.strerror or error) from error


VERB = Import()
