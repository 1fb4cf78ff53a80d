"""The kinds of file: one class each, found by name."""

from plexus.shell.exporting.formats.csv import Csv
from plexus.shell.exporting.formats.kind import EVERY_FORMAT, Format, FormatUnknown, of
from plexus.shell.exporting.formats.ndjson import JsonLines
from plexus.shell.exporting.formats.vcard import Vcard
from plexus.shell.exporting.formats.xlsx import Excel

__all__ = ["EVERY_FORMAT", "Csv", "Excel", "Format", "FormatUnknown", "JsonLines", "Vcard", "of"]
