"""Conditions on search entries: the two operators that the indexes serve."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import BooleanField, F, Func, Q, Value

from plexus.kernel.search.asking import MARK, SHORTEST_KEY
from plexus.kernel.search.marks import FIRST_MARK, LAST_MARK

# The database puts the mark of the workspace in scope into the words.
_QUERY = f"replace({{}}, '{MARK}', right(plexus_workspace()::text, 4))::tsquery"

MATCHES = f"e.tokens @@ {_QUERY.format('%s')}"
HOLDS = "e.keys LIKE %s"
# As the index of the few that have any says it; then whether it stands behind the mark of one of some fields.
HOLDS_OWN = "e.own <> '' AND e.own LIKE ANY(%s) AND e.own ~ %s"
# The records `e` of which a field `f`, one of those told, holds a file so named.
NAMES_FILE = f"f.record_id = e.record_id AND f.tokens @@ {_QUERY.format('%s')} AND f.object || '.' || f.field = ANY(%s)"

_SYNTAX = re.compile(r"[!-/:-@\[-`{-~]")


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


def holding_own(texts: Sequence[str], marks: Sequence[str]) -> Q:
    """The entries with one of some texts in one of the custom fields with these marks."""
    likely = _Operator(F("own"), Func(Value(own_patterns(texts, marks)), function="ANY"), arg_joiner=" LIKE ")
    return ~Q(own="") & Q(likely) & Q(_Operator(F("own"), Value(behind(texts, marks)), arg_joiner=" ~ "))


def pattern(key: str) -> str:
    """The LIKE pattern of what holds a text."""
    escaped = key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def own_patterns(texts: Sequence[str], marks: Sequence[str]) -> list[str]:
    """The LIKE patterns of what may hold one of some texts: two characters only where a field begins with them."""
    begins = (each + text for text in texts if len(text) < SHORTEST_KEY for each in marks)
    return [pattern(each) for each in (*(text for text in texts if len(text) >= SHORTEST_KEY), *begins)]


def behind(texts: Sequence[str], marks: Sequence[str]) -> str:
    """The regular expression of what holds one of some texts behind one of some marks."""
    wanted = "|".join(_SYNTAX.sub(_literally, text) for text in texts)
    return f"({'|'.join(marks)})[^{FIRST_MARK}-{LAST_MARK}]*({wanted})"


def _literally(found: re.Match[str]) -> str:
    return f"\\{found.group()}"
