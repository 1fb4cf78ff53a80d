"""A vendor's table with the columns that its preset makes beside its own, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.shell.importing.presets import catalogue
from plexus.shell.importing.presets.catalogue import MARK, Kind, Rule, Source, plain
from plexus.shell.importing.presets.deriving import WAYS, is_true, text_of
from plexus.shell.importing.reading.rows import Cell, Cells, Fault
from plexus.shell.importing.reading.tables import Table

WHY = {
    "deleted": N_("The record was deleted there."),
    "converted": N_("The lead was converted; it lives on as the contact “%(text)s”."),
}


@dataclass(frozen=True)
class Fitted:
    """A rule with the columns of one file that it reads, by the label of each source."""

    rule: Rule
    columns: tuple[tuple[str, int], ...]

    @property
    def plainly(self) -> bool:
        """Whether one column fills the field as it stands."""
        return not self.rule.by or (self.rule.by == "first" and len(self.columns) == 1)

    def cell(self, cells: Cells) -> str | Fault:
        """The field's text in one row; a fault where one of the cells cannot be read."""
        for _label, at in self.columns:
            if isinstance(fault := cells[at], Fault):
                return fault
        return WAYS[self.rule.by or "first"](self.rule, [(label, text_of(cells[at])) for label, at in self.columns])


def fitted(kind: Kind, headers: Sequence[str]) -> tuple[Fitted, ...]:
    """The rules of a kind that read anything in a file."""
    places: dict[str, int] = {}
    for at, header in enumerate(headers):
        if not header.startswith(MARK):
            places.setdefault(plain(header), at)
    made = (Fitted(rule, tuple(_columns(rule.sources, places))) for rule in kind.rules)
    return tuple(each for each in made if each.columns)


def _columns(sources: Sequence[Source], places: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for source in sources:
        at = next((places[plain(name)] for name in source.names if plain(name) in places), None)
        if at is not None:
            yield source.label, at


def translated(table: Table, key: str) -> Table:
    """The table with the further columns of its kind; columns made before, as in a repaired file, are made anew."""
    kind = catalogue.kind_of(key)
    own = [at for at, header in enumerate(table.headers) if not header.startswith(MARK)]
    headers = tuple(table.headers[at] for at in own)

    def read() -> Iterator[tuple[int, Cells]]:
        wanted, beside = _only(kind, headers), _Beside(kind, headers)
        for number, cells in table.rows():
            mine = tuple(cells[at] for at in own)
            if wanted(mine):
                yield number, (*mine, *beside(mine))

    return replace(table, headers=(*headers, *_Beside(kind, headers).headers), read=read)


NUMBER = f"{MARK}external_id"


def is_numbered(kind: Kind, headers: Sequence[str]) -> bool:
    """Whether the file has no ids, so that its rows are told apart by all that they say."""
    return kind.numbered and not any(each.rule.path == "external_id" for each in fitted(kind, headers))


class _Numbers:
    """Ids made of what rows say: the same for the same file again; rows that are wholly alike are counted."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._seen: Counter[bytes] = Counter()

    def __call__(self, cells: Cells) -> str:
        said = "\x1f".join((self._kind.name, *map(text_of, cells)))
        mark = blake2b(said.encode("utf-8", "replace"), digest_size=8).digest()
        self._seen[mark] += 1
        again = f"-{self._seen[mark]}" if self._seen[mark] > 1 else ""
        return f"{self._kind.preset}:{mark.hex()}{again}"


class _Beside:
    """The further columns of a file, row after row; the first also carries why a row is not taken."""

    def __init__(self, kind: Kind, headers: Sequence[str]) -> None:
        self._made, self._refused = derived(kind, headers), _refused(kind, headers)
        self._number_of = _Numbers(kind) if is_numbered(kind, headers) else None

    @property
    def headers(self) -> tuple[str, ...]:
        """What stands above them."""
        own = tuple(f"{MARK}{each.rule.path}" for each in self._made)
        return (*own, NUMBER) if self._number_of else own

    def __call__(self, cells: Cells) -> list[Cell]:
        found: list[Cell] = [each.cell(cells) for each in self._made]
        if why := _why(self._refused, cells):
            found[0] = why
        if self._number_of:
            found.append(self._number_of(cells))
        return found


def derived(kind: Kind, headers: Sequence[str]) -> tuple[Fitted, ...]:
    """The rules that need a column of their own; where rows may be refused, the first also carries the reason."""
    known = fitted(kind, headers)
    bearer = known[:1] if _refused(kind, headers) else ()
    return tuple(dict.fromkeys((*bearer, *(each for each in known if not each.plainly))))


def _refused(kind: Kind, headers: Sequence[str]) -> tuple[tuple[int, str], ...]:
    wanted = {plain(name): why for name, why in kind.refused.items()}
    return tuple((at, wanted[plain(header)]) for at, header in enumerate(headers) if plain(header) in wanted)


def _why(refused: Sequence[tuple[int, str]], cells: Cells) -> Fault | None:
    """Why a row is not taken, if it is not."""
    for at, why in refused:
        text = text_of(cells[at])
        if is_true(text):
            return Fault(why, WHY[why], {"text": text})
    return None


def _only(kind: Kind, headers: Sequence[str]) -> Callable[[Cells], bool]:
    """Whether a row is of this kind where several kinds stand side by side; what comes again is the same."""
    worded = _worded(kind, headers)
    places = [at for name in kind.only for at, header in enumerate(headers) if plain(header) == plain(name)]
    beside = (each for each in catalogue.of(kind.preset).kinds if each.only and each.only != kind.only)
    if not kind.only or not any(fits(each, headers) for each in beside):
        return worded
    seen: set[tuple[str, ...]] = set()
    at_all = [at for each in fitted(kind, headers) for _label, at in each.columns]

    def wanted(cells: Cells) -> bool:
        mark = tuple(text_of(cells[at]) for at in at_all)
        if not any(text_of(cells[at]) for at in places) or mark in seen or not worded(cells):
            return False
        seen.add(mark)
        return True

    return wanted


def _worded(kind: Kind, headers: Sequence[str]) -> Callable[[Cells], bool]:
    """Whether a row has the words of this kind, and none of those that rows of another have."""
    where, unless = (
        [(at, words[plain(header)]) for at, header in enumerate(headers) if plain(header) in words]
        for words in (kind.where, kind.unless)
    )

    def wanted(cells: Cells) -> bool:
        has = all(plain(text_of(cells[at])) in words for at, words in where)
        return has and not any(plain(text_of(cells[at])) in words for at, words in unless)

    return wanted


def fits(kind: Kind, headers: Sequence[str]) -> bool:
    """Whether a file may hold rows of this kind."""
    there = {plain(header) for header in headers}
    return any(group <= there for group in (*kind.tell, *kind.fits))
