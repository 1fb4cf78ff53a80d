"""What a file suggests beyond its columns: a name for records that have none, the object it is rather about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.shell.importing.columns import PARTS, Column
from plexus.shell.importing.destinations import Destinations
from plexus.shell.importing.reading import mapping
from plexus.shell.importing.reading.profiling import ColumnProfile
from plexus.shell.importing.reading.tables import Table

BETWEEN = " – "
CLEARLY = 1.0
SURE = 0.85
NAMED_SO = 0.75
SELDOM = 0.3  # people, stages and the like come in files less often than customers
OF_ALL = frozenset(
    {"external_id", "notes", "owner", "team", "tags", "created_at", "updated_at", "created_by", "source"}
)
KEYS = frozenset({"external_id", "code", "id"})


@dataclass(frozen=True)
class Elsewhere:
    """A field of another object that a column would fit, whose records belong to those of the import."""

    about: Object
    field: Field


def name_of(known: Destinations, columns: Sequence[Column], table: Table, profiles: Sequence[ColumnProfile]) -> str:
    """A pattern for the title that no column fills: what tells the rows apart for a reader, else their key."""
    title = known.about.title
    if title.name not in known.fields or not title.type.textual:
        return ""
    to = {column.index: column.to for column in columns}
    telling = [place for place, one in to.items() if one.is_reference and _tells(known, one.field)]
    loose = [place for place in range(len(table.headers)) if place not in to and _is_words(profiles[place])]
    keys = [place for place, one in to.items() if one.field.name in KEYS]
    chosen = [*telling[:1], *loose][:2] or keys[:1]
    return BETWEEN.join(f"{{{table.headers[place]}}}" for place in chosen)


def _tells(known: Destinations, one: Field) -> bool:
    """Whether records are called after this reference: after a customer, not after a stage or an owner."""
    return one.target != known.about.plural and not known.target(one).described.administered


def _is_words(profile: ColumnProfile) -> bool:
    return profile.kind in {"text", "choice"} and profile.distinct > 1 and profile.longest <= 60


def elsewhere(actor: Actor, about: Object, header: str, profile: ColumnProfile) -> Elsewhere | None:
    """Where a column would fit that has no field here: among the parts of these records."""
    schema = registry.of(actor.workspace_id)
    for related in schema.related(about.plural).values():
        other = schema.object(related.object)
        if other.described.part_of != related.field or level(actor, other, Verb.CREATE) is Level.NONE:
            continue
        targets = [each for each in Destinations(actor, other).targets() if each.key not in OF_ALL]
        made = mapping.propose([header], [profile], targets, object_name=other.plural)[0]
        if made.target and made.score >= SURE and made.target not in about.fields:
            return Elsewhere(other, other.fields[made.target])
    return None


def likelier(actor: Actor, about: Object, name: str, table: Table, profiles: Sequence[ColumnProfile]) -> Object | None:
    """The object that a file is clearly rather about, by its columns and what it is called."""
    fits = {each.plural: _fit(actor, each, name, table, profiles) for each in _offered(actor)}
    mine = fits.pop(about.plural, 0.0)
    best = max(fits, key=lambda plural: fits[plural], default="")
    if best and fits[best] >= max(mine, 0.0) + CLEARLY:
        return registry.of(actor.workspace_id).object(best)
    return None


def likeliest(
    actor: Actor, name: str, table: Table, profiles: Sequence[ColumnProfile], least: float = CLEARLY
) -> Object | None:
    """The object that a file is about, by its columns and what it is called; nothing where none fits that well."""
    fits = {each.plural: _fit(actor, each, name, table, profiles) for each in _offered(actor)}
    best = max(fits, key=lambda plural: fits[plural], default="")
    return registry.of(actor.workspace_id).object(best) if best and fits[best] >= least else None


def _offered(actor: Actor) -> Iterator[Object]:
    for each in registry.of(actor.workspace_id):
        if level(actor, each, Verb.CREATE) is not Level.NONE:
            yield each


def _fit(actor: Actor, about: Object, name: str, table: Table, profiles: Sequence[ColumnProfile]) -> float:
    """How well columns fit an object: fields that only it has count most, a title that nothing fills counts against."""
    made = mapping.propose(
        table.headers, profiles, Destinations(actor, about).targets(), object_name=about.plural
    )  # fmt: skip
    said = sum(
        each.score * (0.4 if each.target in OF_ALL else 1.0)
        for each in made
        if each.target and each.reason in {"exact", "synonym"}
    )
    filled = {each.target for each in made}
    missing = sum(
        1
        for one in about.fields.values()
        if one.required and not one.alias_of and one.name not in about.described.fallbacks
        and not filled & {one.name, *PARTS.get(one.name, ())}
    )  # fmt: skip
    called = {mapping.plain(each) for each in (about.plural, about.key, str(about.label_plural), str(about.label))}
    words = {mapping.plain(name.rpartition(".")[0] or name)}
    seldom = SELDOM if about.described.administered else 0.0
    return said - missing - seldom + (NAMED_SO if called & words else 0.0)
