"""A filter while it is being built: rows and groups that may be unfinished. Plain texts, as a form holds them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plexus.kernel.values import numerals

ROOT = "0"
WHERE = "w"
JOINS = ("all", "any", "not_all", "none")
WITHOUT_VALUE = frozenset({"empty", "not_empty"})
WITH_LIST = frozenset({"in", "not_in"})


@dataclass(frozen=True, slots=True)
class Condition:
    """A field compared with texts, and with words such as `me` or `last_7_days`."""

    path: str = ""
    op: str = ""
    values: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all, any, not all or none hold."""

    join: str = "all"
    parts: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Related records: `test` is `has`, `has_no` or a figure, which `field`, `op` and the values belong to."""

    path: str
    test: str = "has"
    field: str = ""
    op: str = "gte"
    values: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    where: Group = Group()

    @property
    def is_figure(self) -> bool:
        """Whether a figure is compared."""
        return self.test not in {"has", "has_no"}


Draft = Condition | Listing | Group


def is_complete(row: Condition | Listing) -> bool:
    """Whether everything is said that the row needs; what is said may still be wrong."""
    if isinstance(row, Listing) and not row.is_figure:
        return True
    if not row.path or not row.op or (isinstance(row, Listing) and row.test != "count" and not row.field):
        return False
    given = len(row.values) + len(row.words)
    return row.op in WITHOUT_VALUE or given >= (2 if row.op == "between" else 1)


def changed(draft: Group, verb: str, key: str) -> tuple[Group, str]:
    """The draft after `add`, `group` or `off` at a key, and the key of what to look at next."""
    steps = key.split(".")[1:]
    made = _changed(draft, verb, steps)
    return (made, _next(made, verb, key)) if isinstance(made, Group) else (draft, ROOT)


def _changed(draft: Draft, verb: str, steps: list[str]) -> Draft:
    match draft, steps:
        case Group(), [] if verb == "add":
            return replace(draft, parts=(*draft.parts, Condition()))
        case Group(), [] if verb == "group":
            other = "all" if draft.join == "any" else "any"
            return replace(draft, parts=(*draft.parts, Group(other, (Condition(),))))
        case Group(), [at] if verb == "off" and _is_place(at):
            return replace(draft, parts=draft.parts[: int(at)] + draft.parts[int(at) + 1 :])
        case Group(), [at, *rest] if _is_place(at) and int(at) < len(draft.parts):
            inner = _changed(draft.parts[int(at)], verb, rest)
            return replace(draft, parts=(*draft.parts[: int(at)], inner, *draft.parts[int(at) + 1 :]))
        case Listing(), [at, *rest] if at == WHERE:
            where = _changed(draft.where, verb, rest)
            return replace(draft, where=where) if isinstance(where, Group) else draft
        case _:
            return draft


def _is_place(at: str) -> bool:
    return numerals.whole(at) is not None


def _next(made: Group, verb: str, key: str) -> str:
    """After adding the new row, after removing the one before it or the group."""
    if verb == "off":
        above, _dot, at = key.rpartition(".")
        return f"{above}.{int(at) - 1}" if _is_place(at) and int(at) else above
    last = f"{key}.{_count(made, key.split('.')[1:]) - 1}"
    return f"{last}.0" if verb == "group" else last


def _count(draft: Draft, steps: list[str]) -> int:
    match draft, steps:
        case Group(), []:
            return len(draft.parts)
        case Group(), [at, *rest] if _is_place(at) and int(at) < len(draft.parts):
            return _count(draft.parts[int(at)], rest)
        case Listing(), [_at, *rest]:
            return _count(draft.where, rest)
        case _:
            return 1
