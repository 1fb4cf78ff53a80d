"""Conditions on search entries: the two operators that the indexes serve."""

from __future__ import annotations

from django.db.models import BooleanField, F, Func, Value

from plexus.kernel.search.asking import MARK

# The database puts the mark of the workspace in scope into the words.
_QUERY = f"replace({{}}, '{MARK}', right(plexus_workspace()::text, 4))::tsquery"

MATCHES = f"e.tokens @@ {_QUERY.format('%s')}"
HOLDS = "e.keys LIKE %s"
# The records `e` of which a field `f`, one of those told, holds a file so named.
NAMES_FILE = f"f.record_id = e.record_id AND f.tokens @@ {_QUERY.format('%s')} AND f.object || '.' || f.field = ANY(%s)"


class _Operator(Func):
    """Two operands with an operator between them."""

    template = "(%(expressions)s)"
    output_field = BooleanField()


class _Query(Func):
    """A tsquery from its text."""

    template = _QUERY.format("%(expressions)s")


def found(query: str) -> Func:
    """The entries that satisfy a tsquery."""
    return _Operator(F("tokens"), _Query(Value(query)), arg_joiner=" @@ ")


def holding(key: str) -> Func:
    """The entries with this text somewhere in an e-mail address, a number or a web address."""
    return _Operator(F("keys"), Value(pattern(key)), arg_joiner=" LIKE ")


def pattern(key: str) -> str:
    """The LIKE pattern of what holds a text."""
    escaped = key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
