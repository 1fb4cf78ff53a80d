"""The presets as they stand in their files: kinds of file, and the rules by which columns become fields."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

VENDORS = ("salesforce", "hubspot", "zoho", "dynamics", "pipedrive")
MARK = "→ "


class PresetUnknown(Refusal):
    """There is no preset of that name."""

    message = _("There is no preset “%(name)s”. There are: %(known)s.")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that a rule reads: the names under which exports have it, and what the rule calls it."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Rule:
    """How one field is filled. Without `by` the first source that is there fills it as it stands."""

    path: str
    sources: tuple[Source, ...]
    by: str = ""
    options: Mapping[str, Any] | None = None

    def option(self, name: str) -> Any:
        """An option of the rule, or None."""
        return (self.options or {}).get(name)


@dataclass(frozen=True)
class Kind:
    """One kind of file of a vendor.

    `tell` are groups of columns, any of which is found in no other kind of file; `fits` are those that will do when the
    vendor is known. `own` are columns that mean something to the vendor's system alone. `refused` names columns that,
    when true or filled, say why a row is not taken. `only` names the column without which a row is none of this kind.
    `where` names columns with the words one of which a row of this kind has there; `unless` with those that none has.
    `numbered` kinds are told apart by all that a row says, where the file has no ids.
    """

    preset: str
    name: str
    object: str
    tell: tuple[frozenset[str], ...]
    fits: tuple[frozenset[str], ...]
    rules: tuple[Rule, ...]
    own: frozenset[str]
    refused: Mapping[str, str]
    constants: Mapping[str, str]
    create_missing: tuple[str, ...]
    stems: tuple[str, ...]
    only: tuple[str, ...]
    where: Mapping[str, frozenset[str]]
    unless: Mapping[str, frozenset[str]]
    numbered: bool

    @property
    def key(self) -> str:
        """The kind with its preset, as orders keep it."""
        return f"{self.preset}:{self.name}"

    @property
    def known(self) -> frozenset[str]:
        """Every column that the kind knows, in plain spelling."""
        named = (plain(name) for rule in self.rules for source in rule.sources for name in source.names)
        return frozenset((*named, *self.own, *map(plain, self.refused)))


@dataclass(frozen=True)
class Preset:
    """A vendor's kinds of file, and its words for stages that are won and lost."""

    name: str
    label: str
    kinds: tuple[Kind, ...]
    won: frozenset[str]
    lost: frozenset[str]


@lru_cache(maxsize=8192)
def plain(header: str) -> str:
    """A header as it is compared: letters and digits alone, in one case."""
    return "".join(char for char in unicodedata.normalize("NFKC", header).casefold() if char.isalnum())


@cache
def words(table: str) -> Mapping[str, str]:
    """The words of all vendors for the choices of one of our fields."""
    known = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    return {plain(word): ours for ours, theirs in known[table].items() for word in _several(theirs)}


@cache
def of(name: str) -> Preset:
    """The preset of a vendor; raises `PresetUnknown`."""
    if name not in VENDORS:
        raise PresetUnknown(name=name, known=", ".join(VENDORS))
    given = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
    kinds = tuple(_kind(name, each) for each in given["kind"])
    won, lost = (frozenset(map(plain, _several(given.get(word, "")))) for word in ("won", "lost"))
    return Preset(name, given["label"], kinds, won, lost)


def every() -> Iterator[Preset]:
    """All presets."""
    yield from map(of, VENDORS)


def kind_of(key: str) -> Kind:
    """The kind that an order names; raises `PresetUnknown`."""
    name, _colon, wanted = key.partition(":")
    for kind in of(name).kinds:
        if kind.name == wanted:
            return kind
    raise PresetUnknown(name=key, known=", ".join(kind.key for kind in of(name).kinds))


def _kind(preset: str, given: Mapping[str, Any]) -> Kind:
    return Kind(
        preset, given["name"], given["object"],
        tell=_groups(given.get("tell", ())), fits=_groups(given.get("fits", ())),
        rules=tuple(_rule(path, each) for path, each in given["fields"].items()),
        own=frozenset(map(plain, _several(given.get("own", "")))),
        refused=given.get("refused", {}), constants=given.get("set", {}),
        create_missing=tuple(given.get("create_missing", ())),
        stems=tuple(map(plain, _several(given.get("stems", "")))), only=_several(given.get("only", "")),
        where=_worded(given.get("where", {})), unless=_worded(given.get("unless", {})),
        numbered=given.get("numbered", False),
    )  # fmt: skip


def _worded(given: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return {plain(name): frozenset(map(plain, _several(words))) for name, words in given.items()}


def _groups(given: Any) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(plain(name) for name in group) for group in given)


def _rule(path: str, given: Any) -> Rule:
    if isinstance(given, str):
        return Rule(path, (Source("", _several(given)),))
    sources = given["from"]
    named = sources.items() if isinstance(sources, dict) else ((str(at), each) for at, each in enumerate(sources))
    options = {name: value for name, value in given.items() if name not in {"from", "by"}}
    return Rule(path, tuple(Source(label, _several(each)) for label, each in named), given.get("by", "first"), options)


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(" | ") if part)
