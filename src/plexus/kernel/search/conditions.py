"""Conditions on search entries: the two operators that the indexes serve."""

from __future__ import annotations

from django.db.models import BooleanField, F, Func, Value

from plexus.kernel.search.asking import MARK


class _Operator(Func):
    """Two operands with an operator between them."""

    template = "(%(expressions)s)"
    output_field = BooleanField()


class _Query(Func):
    """A tsquery from its text, with the mark of the workspace in scope."""

    template = f"replace(%(expressions)s, '{MARK}', right(plexus_workspace()::text, 4))::tsquery"


def found(query: str) -> Func:
    """The entries that satisfy a tsquery."""
    return _Operator(F("tokens"), _Query(Value(query)), arg_joiner=" @@ ")


def holding(key: str) -> Func:
    """The entries with this text somewhere in an e-mail address, a number or a web address."""
    escaped = key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _Operator(F("keys"), Value(f"%{escaped}%"), arg_joiner=" LIKE ")
