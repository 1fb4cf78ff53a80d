"""What the product answers at each of its doors, held against the twin: nothing more, nothing less, in this order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.twin.comparing import plain, same
from tests.twin.firm import TRASHED, Line, Person, State
from tests.twin.kinds import held_file
from tests.twin.outlets import Outlets

OBJECTS = ("accounts", "machines")
NOTHING: tuple[Any, ...] = (None, "", [])
# What a search box is asked, and the names that it finds.
WORDS: Mapping[str, frozenset[str]] = {
    "acme": frozenset({"Acme", "acme"}), "恒": frozenset({"恒通"}), "heng": frozenset({"恒通"}),
    "shangh": frozenset({"上海"}), "10%": frozenset({"Bolt 10%"}), "anna@b": frozenset(),
}  # fmt: skip
# And the names of files in fields.
WORDS_OF_FILES = {
    "acme": "ACME plan.txt", "恒": "恒通.txt", "heng": "恒通.txt", "10%": "offer 10%.txt", "shangh": "上海.png",
}  # fmt: skip
MAIL, KEYS = "anna@b", ("email", "phone", "url", "text")


class Doors(Outlets):
    """All doors of the product, open to the programs of a firm's people."""

    def lists(self, who: Person) -> None:
        """Every list with all its fields, its count and its trash."""
        for plural in OBJECTS:
            if self.firm.level(who, "read", plural) == "none":
                assert self.ask(who, f"/{plural}").status_code == 403
                continue
            for trashed in (False, True):
                found = self.ask(who, f"/{plural}", limit="200", trashed=str(trashed).lower()).json()
                self._rows_agree(who, plural, found, self.firm.seen(who, plural, trashed=trashed))

    def _rows_agree(self, who: Person, plural: str, found: Any, keys: Sequence[str]) -> None:
        rows = {row["id"]: row for row in found["data"]}
        same(rows.keys(), set(keys), who.name, plural)
        same(found["count"], {"value": len(keys), "exact": True})
        for key, row in rows.items():
            self._row_agrees(who, plural, key, row)

    def _row_agrees(
        self, who: Person, plural: str, key: str, row: Mapping[str, Any], then: Mapping[str, State] | None = None
    ) -> None:
        """A record's fields are those that exist for the person, with the twin's values and no other's names."""
        known = self.firm.known(who, plural)
        same(set(row) & set(self.firm.columns[plural]), set(known), who.name, plural)
        held = {name: plain(row[name]) for name in known}
        expected = {name: self.told(key, name, self.firm.value(who, key, name, then)) for name in known}
        same(held, expected, who.name, plural, key, then is not None)
        if "c_reference" in known and row["c_reference"] and then is None:
            target = row["c_reference"]["id"]
            same(row["c_reference"]["name"], self.name_beside(who, target), who.name, "a name beside a reference")

    def record(self, who: Person, key: str) -> None:
        """One record by its address."""
        plural = self.firm.objects[key]
        answer = self.ask(who, f"/{plural}/{key}")
        if self.firm.records[key][TRASHED] or not self.firm.may(who, "read", key):
            assert answer.status_code == 404
        else:
            self._row_agrees(who, plural, key, answer.json())
        self.papers(who, key)

    def sort(self, who: Person, plural: str, name: str, *, descending: bool, limit: int) -> None:
        """A list in the order of a field, page by page; what is hidden is as unknown as what never was."""
        column = self.firm.columns[plural][name]
        asked = f"{'-' * descending}{name}"
        if self.refuses(who, plural, name, lambda field: {"sort": asked.replace(name, field)}):
            return
        if not column.kind.sortable:
            assert self.ask(who, f"/{plural}", sort=asked).status_code == 422
            return
        keys = self.firm.in_order(who, self.firm.seen(who, plural), name, descending=descending)
        same(self._pages(who, plural, sort=asked, limit=str(limit)), keys, who.name, plural, asked)

    def _pages(self, who: Person, plural: str, **asked: str) -> list[str]:
        found: list[str] = []
        cursor = ""
        while True:
            page = self.ask(who, f"/{plural}", **asked, fields="id", cursor=cursor).json()
            found += (row["id"] for row in page["data"])
            if not page["next"]:
                return found
            cursor = page["next"]

    def filter(self, who: Person, plural: str, name: str, op: str, operand: Any) -> None:
        """A list narrowed by a comparison."""

        def asked(field: str) -> dict[str, Any]:
            value = {} if op in {"empty", "not_empty"} else {"value": operand}
            return {"filter": {"field": field, "op": op, **value}}

        if self.refuses(who, plural, name, asked):
            return
        kind = self.firm.columns[plural][name].kind
        keys = [
            key for key in self.firm.seen(who, plural)
            if kind.fulfils(self.firm.value(who, key, name), op, operand)
        ]  # fmt: skip
        found = self.ask(who, f"/{plural}", **asked(name), fields="id", limit="200")
        same(found.status_code, 200, found.content)
        rows = found.json()
        same({row["id"] for row in rows["data"]}, set(keys), who.name, plural, asked(name))
        same(rows["count"]["value"], len(keys), who.name, plural, asked(name))

    def search(self, who: Person, plural: str, words: str) -> None:
        """The search box of a list and that of everything."""
        readable = self.firm.seen(who, plural)
        named = set(readable) if self.firm.knows(who, plural, "name") else set()
        found = {key for key in named if self.firm.records[key]["name"] in WORDS[words]}
        keyed = [
            name for name, each in self.firm.columns[plural].items()
            if each.custom and each.kind.key in KEYS and not each.retired
        ]  # fmt: skip
        if words == MAIL and plural == "machines" and all(self.firm.knows(who, plural, name) for name in keyed):
            found |= {key for key in readable if self._holds_mail(key, keyed)}
        found |= {key for key in readable if self._holds_paper(who, key, WORDS_OF_FILES.get(words))}
        answer = self.ask(who, f"/{plural}", q=words, fields="id", limit="200")
        if self.firm.level(who, "read", plural) == "none":
            assert answer.status_code == 403
        else:
            same({row["id"] for row in answer.json()["data"]}, found, who.name, plural, words)
        hits = self.ask(who, "/search", q=words, objects=plural, limit="200").json()["data"]
        same({hit["id"] for hit in hits}, found & named, who.name, plural, words, "everywhere")

    def _holds_mail(self, key: str, names: Sequence[str]) -> bool:
        return any(MAIL in (self.firm.records[key].get(name) or "").lower() for name in names)

    def _holds_paper(self, who: Person, key: str, wanted: str | None) -> bool:
        known = self.firm.known(who, self.firm.objects[key])
        papers = [name for name, each in known.items() if each.kind.key == "file"]
        return wanted is not None and any(held_file(self.firm.records[key].get(name)) == wanted for name in papers)

    def figures(self, who: Person, plural: str, group: str, measured: str) -> None:
        """Sums by group."""
        for name, asking in ((measured, _measuring), (group, _grouping)):
            if self.refuses(who, plural, name, asking, "/aggregate"):
                return
        rows = self.firm.seen(who, plural)
        expected: dict[Any, list[Any]] = {}
        for key in rows:
            shown = self.firm.value(who, key, measured)
            expected.setdefault(_hashable(self.firm.value(who, key, group)), []).append(shown)
        found = self.ask(
            who, f"/{plural}/aggregate", group=group, measure=f"count,count:{measured}", limit="1000"
        ).json()
        told = {
            _hashable(each["group"][group]): (each["figures"]["count"], each["figures"][f"count:{measured}"])
            for each in found["data"]
        }
        figures = {key: (len(values), sum(each is not None for each in values)) for key, values in expected.items()}
        same(told, figures, who.name, plural, group, measured)

    def history(self, who: Person, key: str) -> None:
        """What became of a record."""
        plural = self.firm.objects[key]
        answer = self.ask(who, f"/{plural}/{key}/history", limit="200")
        if not self.firm.may(who, "read", key):
            assert answer.status_code == 404
            return
        told = [each for each in answer.json()["data"] if each["object"] == plural]
        lines = [each for each in self.firm.lines if each.key == key][::-1]
        expected = [_line(line, fields) for line, fields in self.firm.history(who, lines)]
        same([self._told(plural, each) for each in told], expected, who.name, key)

    def feed(self, who: Person) -> None:
        """Everything that became of anything, once, in its order."""
        expected = [
            _line(line, fields)
            for line, fields in self.firm.history(who, self.firm.lines)
            if self.firm.may(who, "read", line.key)
        ]
        found: list[Any] = []
        cursor = ""
        while True:
            page = self.ask(who, "/changes", object=",".join(OBJECTS), cursor=cursor, limit="50").json()
            found += (self._told(each["object"], each) for each in page["data"])
            cursor = page["next"]
            if not page["more"]:
                break
        same(_by_cause(found), _by_cause(expected), who.name)

    def _told(self, plural: str, change: Mapping[str, Any]) -> tuple[Any, ...]:
        fields = {
            each["field"]: (plain(each["before"]), plain(each["after"]))
            for each in change["fields"] if each["field"] in self.firm.columns[plural]
        }  # fmt: skip
        # From nothing to nothing is nothing: a text that was never there and one that is empty.
        told = {name: pair for name, pair in fields.items() if not all(each in NOTHING for each in pair)}
        return change["record"], change["kind"], change["cause"], told

    def then(self, who: Person, plural: str, moment: int) -> None:
        """A list at a moment and just before it, and records of it that changed then, under today's rights."""
        at, records = self.moments[moment]
        before = self.moments[moment - 1][1] if moment else {}
        mine = self.firm.of(plural)
        touched = [key for key in mine if key in records and records[key] != before.get(key)]
        for to, held in ((at, records), (at - timedelta(microseconds=1), before)):
            self._list_then(who, plural, to, held, touched[:2] or mine[-1:])

    def _list_then(
        self, who: Person, plural: str, to: datetime, held: Mapping[str, State], singly: Sequence[str]
    ) -> None:
        answer = self.ask(who, f"/{plural}", as_of=to.isoformat(), limit="200")
        if self.firm.level(who, "read", plural) == "none":
            assert answer.status_code == 403
            return
        keys = [
            key for key, each in held.items()
            if self.firm.objects[key] == plural and not each[TRASHED] and self.firm.may(who, "read", key)
        ]  # fmt: skip
        rows = {row["id"]: row for row in answer.json()["data"]}
        same(rows.keys(), set(keys), who.name, plural, to)
        for key, row in rows.items():
            self._row_agrees(who, plural, key, row, held)
        for key in singly:
            alone = self.ask(who, f"/{plural}/{key}", as_of=to.isoformat())
            same(alone.status_code == 200, key in rows, who.name, key, to, alone.content)
            if key in rows:
                self._row_agrees(who, plural, key, alone.json(), held)


def _measuring(name: str) -> dict[str, Any]:
    return {"measure": f"count:{name}"}


def _grouping(name: str) -> dict[str, Any]:
    return {"group": name}


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _line(line: Line, fields: Mapping[str, tuple[Any, Any]]) -> tuple[Any, ...]:
    return line.key, line.became, line.cause, dict(fields)


def _by_cause(changes: Sequence[tuple[Any, ...]]) -> list[list[tuple[Any, ...]]]:
    """Changes of one cause come in any order among themselves, but each record's in its own."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for each in changes:
        found.setdefault(each[2], []).append(each)
    return [sorted(several, key=lambda each: each[0]) for several in found.values()]
