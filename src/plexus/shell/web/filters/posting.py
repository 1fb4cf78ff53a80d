"""The form of the builder as a draft.

Every part has a key: `0` is the outermost group, `0.2` its third part, `0.2.w` what the related records of that part
must fulfil. `node` names the parts in their order as `row:0.1` or `group:0.2`; a part's texts stand under its key.
"""

from __future__ import annotations

from collections import defaultdict

from django.http import QueryDict

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object
from plexus.shell.web.filters import places
from plexus.shell.web.filters.drafts import JOINS, ROOT, WHERE, Condition, Draft, Group, Listing

MOST_NODES = 200
DEEPEST = 16
PERIODS = ("last", "next")


def read(form: QueryDict, about: Object, actor: Actor) -> Group:
    """The draft that a form holds; a row whose field was just chosen starts with what people want most often of it."""
    return _Reader(form, actor).group(ROOT, about)


class _Reader:
    """Finds the parts of each key once."""

    def __init__(self, form: QueryDict, actor: Actor) -> None:
        self.form, self.actor = form, actor
        self.below: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for node in form.getlist("node")[:MOST_NODES]:
            kind, _colon, key = str(node).partition(":")
            if key.count(".") <= DEEPEST:
                self.below[key.rpartition(".")[0]].append((kind, key))

    def group(self, key: str, about: Object | None) -> Group:
        """A group with everything in it."""
        join = self.text(key, "join")
        parts = tuple(self._part(kind, each, about) for kind, each in self.below[key])
        return Group(join if join in JOINS else "all", parts)

    def text(self, key: str, name: str) -> str:
        """One text of a part."""
        return str(self.form.get(f"{key}.{name}", "")).strip()

    def _part(self, kind: str, key: str, about: Object | None) -> Draft:
        if kind == "group":
            return self.group(key, about)
        chosen = self.text(key, "pick")
        sort, _colon, path = chosen.partition(":")
        fresh = chosen != self.text(key, "was")
        if sort == "list":
            return self._listing(key, path, about, fresh=fresh)
        return self._fresh(path, about) if fresh else Condition(path, self.text(key, "op"), *self._operand(key))

    def _fresh(self, path: str, about: Object | None) -> Condition:
        place = places.field_at(self.actor, about, path) if about and path else None
        if place is None or place.field is None:
            return Condition()
        op, words = places.first_choice(place.field)
        return Condition(path, op, (), words)

    def _listing(self, key: str, path: str, about: Object | None, *, fresh: bool) -> Draft:
        place = places.list_at(self.actor, about, path) if about else None
        child = place.child if place else None
        where = self.group(f"{key}.{WHERE}", child)
        test = self.text(key, "test") or "has"
        if fresh or test not in {"has", "has_no", *places.FIGURES}:
            return Listing(path)
        if test == self.text(key, "tested") or child is None:
            return Listing(path, test, self.text(key, "figure"), self.text(key, "op"), *self._operand(key), where)
        fields = places.figure_fields(self.actor, child, test) if test in places.FIGURES[1:] else {}
        return Listing(path, test, next(iter(fields), ""), "gte", (), (), where)

    def _operand(self, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The texts and the words of a row."""
        values = tuple(str(each).strip() for each in self.form.getlist(f"{key}.value"))
        words = tuple(str(each) for each in self.form.getlist(f"{key}.word"))
        when = self.text(key, "when")
        if when in {"", "day"}:
            return tuple(each for each in values if each), words
        return (), (self._relative(key, when),)

    def _relative(self, key: str, when: str) -> str:
        """The word of a range of days that is told in parts: the last 7 days."""
        count = self.text(key, "number") or "7"
        if when in PERIODS:
            return f"{when}_{count}_{self.text(key, 'unit') or 'day'}s"
        return {"ago": f"{count}_days_ago", "in": f"in_{count}_days"}.get(when, when)
