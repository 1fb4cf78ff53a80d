"""Why a file cannot be read: each reason is a sentence that says what to do."""

from __future__ import annotations

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class FileRefused(Refusal):
    """A file cannot be read as a table."""

    message = _("“%(name)s” cannot be read as a table.")


class FileEmpty(FileRefused):
    """A file has no bytes, or nothing but blanks."""

    message = _("“%(name)s” is empty. Choose a file with a header row and data.")


class FileWithoutRows(FileRefused):
    """A table has a header and nothing below it."""

    message = _("“%(name)s” has column names but no rows below them. Choose a file with data.")


class NoWorkbook(FileWithoutRows):
    """A plain text that holds no table has the name of a spreadsheet."""

    message = _(
        "“%(name)s” is named like a spreadsheet but is plain text, and holds no rows below its first line. Choose the "
        "spreadsheet itself, or open it in a spreadsheet program and save it as XLSX."
    )


class FileTooLarge(FileRefused):
    """A file has more bytes than are taken."""

    message = _("“%(name)s” has %(size)s MB; at most %(most)s MB are read. Split it into parts.")


class KindNotReadable(FileRefused):
    """A file is of a known kind that holds no table we read."""

    message = _("“%(name)s” is a file of the kind %(kind)s. Save the data as CSV or XLSX first.")


class DisguisedPage(FileRefused):
    """A web page, often with the name of a spreadsheet."""

    message = _(
        "“%(name)s” is a web page, whatever its name says. Open it in a spreadsheet program and save it as XLSX."
    )


class MailNotReadable(FileRefused):
    """An e-mail message, or a mailbox of them."""

    message = _("“%(name)s” holds e-mail messages, not a table. Export contacts as CSV or vCard instead.")


class FileBinary(FileRefused):
    """A file is neither text nor a spreadsheet."""

    message = _("“%(name)s” is neither text nor a spreadsheet (NUL at byte %(at)s). Save the data as CSV or XLSX.")


class WorkbookEncrypted(FileRefused):
    """A workbook needs a password."""

    message = _("“%(name)s” is protected by a password. Remove the password and try again.")


class WorkbookDamaged(FileRefused):
    """A workbook ends early or is broken inside."""

    message = _("“%(name)s” is damaged or incomplete. Save it again, or upload it again.")


class ArchiveTooLarge(FileRefused):
    """A workbook unpacks to more than is read, as a zip bomb does."""

    message = _("“%(name)s” unpacks to more than is read. Remove unused sheets and pictures.")


class SheetTooWide(FileRefused):
    """The used area of a sheet is too large: a stray cell far away is enough."""

    message = _(
        "The used area of a sheet of “%(name)s” reaches to row %(rows)s and column %(columns)s. "
        "Delete the stray cells far from the table."
    )


class SheetUnknown(FileRefused):
    """A sheet was asked for that the workbook has not."""

    message = _("“%(name)s” has no sheet “%(sheet)s”. It has: %(sheets)s.")


class TooManyColumns(FileRefused):
    """A table has more columns than are read."""

    message = _("“%(name)s” has %(columns)s columns; at most %(most)s are read. Is the delimiter right?")


class HeaderMissing(FileRefused):
    """The first row holds data where column names are expected."""

    message = _(
        "The first row of “%(name)s” looks like data, not like column names (%(example)s). "
        "Add a header row, or say that there is none."
    )


class EncodingUnknown(FileRefused):
    """An encoding was asked for that does not exist."""

    message = _("“%(encoding)s” is not an encoding. Use one such as utf-8, gb18030 or cp1252.")


class EncodingWrong(FileRefused):
    """The text cannot be read in the encoding that was chosen."""

    message = _("“%(name)s” is not written in %(encoding)s. Choose another encoding.")


class DelimiterWrong(FileRefused):
    """A delimiter was asked for that is not one character."""

    message = _("A delimiter is one character, such as a comma or a tab; “%(delimiter)s” is not.")


class VcardUnfinished(FileRefused):
    """A card does not end, as when a file was cut off."""

    message = _("The card that begins at line %(line)s of “%(name)s” does not end. The file is incomplete.")


class QuoteUnclosed(FileRefused):
    """A cell is so long that a closing quotation mark must be missing."""

    message = _(
        "A cell near row %(row)s of “%(name)s” does not end. A closing quotation mark is missing "
        "there, or the cell has more than %(most)s characters."
    )
