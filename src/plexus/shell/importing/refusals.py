"""What can be refused of an import as a whole, and the sentences about single rows."""

from __future__ import annotations

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

REQUIRED = _("This field is required.")
NO_RECORD = _("No record is called “%(text)s”.")
DID_YOU_MEAN = _("No record is called “%(text)s”. There is “%(known)s”: is that meant?")
SEVERAL = _("Several records fit “%(text)s”. Use their id or external id.")
MATCHES_SEVERAL = _("Several records have these keys, so that it is not clear which is meant.")
TWICE = _("Row %(row)d has the same keys. Only the first of them was taken.")
REPEATED = _("An earlier row of the file has the same keys. Only the first of them was taken.")
IS_THERE = _("There is a record with these keys already, and the import only creates.")
NOT_THERE = _("No record has these keys, and the import only updates.")
NOT_MADE = _("“%(text)s” is not there and could not be created: %(reason)s")
NO_PARENT = _("The record is in, but “%(text)s”, to which it refers, is not.")

SUM = _("This row is a sum of others, not a record.")
LONG = _(
    "The row has %(cells)s cells where the header has %(columns)s, so that its values may stand in the wrong columns. "
    "Is a quotation mark missing?"
)
UNDECODED = _(
    "The row is written in another encoding than the rest of the file, which is %(encoding)s, so some of its "
    "characters cannot be read. Correct them here, or save the whole file in one encoding."
)


class MappingInvalid(Refusal):
    """The mapping names columns or fields that do not fit."""

    message = _("The columns and fields do not fit together.")


class NothingMapped(Refusal):
    """No column fills any field."""

    message = _("No column of the file fits a field of %(object)s.")


NO_COLUMN = _("There is no column “%(column)s”. The file has: %(known)s.")
TWO_COLUMNS = _(
    "“%(other)s” fills “%(field)s” already. Leave one of the two out, "
    "or put them together without a column as “{%(other)s} {%(column)s}”."
)
NO_FIELD = _("There is no field “%(field)s”.")
NOT_WRITABLE = _("“%(field)s” cannot be set.")
HOLDS_A_FILE = _(
    "“%(field)s” holds a file, which no table brings along. Put it on the record itself, by page or by API."
)
NOT_A_KEY = _("“%(field)s” is filled by no column, so rows cannot be matched by it.")
NOT_COMPARED = _("Rows cannot be matched by “%(field)s”, which may hold several values.")
NOT_A_REFERENCE = _("“%(field)s” is no reference, so nothing can be missing there.")
MAY_NOT_CREATE = _("Your role does not allow to create %(object)s.")
NEEDED = _("Nothing fills “%(field)s”, which is required.")
