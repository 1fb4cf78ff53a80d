"""A hidden field is as good as unknown at every door; a read-only one is read and never written."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Q
from tests.casting import NOW, Cast, assert_unchanged, fresh
from tests.conformance import making

from plexus.kernel.access.rights import ALWAYS
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query.filtering import from_document
from plexus.kernel.query.refusals import FilterInvalid
from plexus.kernel.query.sorting import SortInvalid
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.queries.history import history
from plexus.kernel.records.queries.past import as_of
from plexus.kernel.records.queries.trash import trash
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.search.queries.finding import find
from plexus.shell.exporting.wanted import Wanted
from plexus.shell.exporting.writing import write_export

OBJECTS = list(registry.standard())
PLURALS = [each.plural for each in OBJECTS]
# They do not go to the trash while others refer to them.
STAY_IN_USE = frozenset({"pipelines", "stages"})


def without(actor: Actor, about: Object, *names: str, right: str = "hidden") -> Actor:
    """The same person in a role that may do everything but see (or set) some fields of an object."""
    everything = dict.fromkeys(("read", "create", "update", "delete"), "all")
    grants = {"*": everything, **{each.plural: everything for each in OBJECTS}}
    return replace(actor, grants=grants, fields={about.plural: dict.fromkeys(names, right)})


def asker(cast: Cast, about: Object) -> Actor:
    """Somebody else than the owner of a record; of what is one's own alone, the owner."""
    personal = about.described.personal
    return cast.ada if personal and not personal.common else cast.cyd


def hideable(about: Object) -> list[Field]:
    """The fields that a role may hide."""
    return [each for each in about.fields.values() if each.name not in ALWAYS]


def exported(actor: Actor, about: Object) -> list[dict[str, str]]:
    """The rows of an export."""
    out = io.BytesIO()
    write_export(actor, about, Q(), Wanted("csv"), out)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize("plural", PLURALS)
def test_a_hidden_field_is_nowhere(cast: Cast, plural: str) -> None:
    about, row = making.of(plural), making.minimal(plural, cast.ada)
    with acting(cast.root):
        for each in making.settable(about):
            changing.update(
                actor=cast.root, about=about, record_id=row.pk, values={each.name: making.other(each)}, now=NOW
            )

    for field in hideable(about):
        blind = without(asker(cast, about), about, field.name)
        gone = {field.name, *(each.name for each in about.fields.values() if each.alias_of == field.name)}
        with acting(blind):
            if _told_to_nobody(blind, about, row):
                continue
            seen = {
                "one": set(reading.read_one(blind, about, row.pk)),
                "list": set().union(*reading.read_page(blind, about, reading.Asked()).rows),
                "history": {
                    each.field.name
                    for change in history(actor=blind, about=about, record_id=row.pk).changes
                    for each in change.fields
                },
                "past": set(as_of(about=about, record_id=row.pk, at=NOW.replace(year=2030), actor=blind).values),
                "export": {header.partition(".")[0] for header in exported(blind, about)[0]},
            }
        assert {where: names & gone for where, names in seen.items()} == {where: set() for where in seen}, field.name
        assert seen["one"] | gone == set(about.fields)


@pytest.mark.parametrize("plural", PLURALS)
def test_a_hidden_field_is_refused_as_unknown(cast: Cast, plural: str) -> None:
    about, row = making.of(plural), fresh(making.minimal(plural, cast.ada))

    for field in hideable(about):
        blind = without(asker(cast, about), about, field.name)
        path = field.name
        with acting(blind):
            if _told_to_nobody(blind, about, row):
                continue
            with pytest.raises(Invalid) as unread:
                reading.read_one(blind, about, row.pk, fields=(path,))
            with pytest.raises(FilterInvalid) as unfiltered:
                from_document({"field": path, "op": "not_empty"}, about=about, actor=blind, now=NOW)
            with pytest.raises(SortInvalid) as unsorted:
                reading.read_page(blind, about, reading.Asked(sort=path))
            with pytest.raises(Invalid) as unset:
                changing.update(actor=blind, about=about, record_id=row.pk, values={path: None}, now=NOW)
            with pytest.raises(Invalid):
                write_export(blind, about, Q(), Wanted("csv", fields=(path,)), io.BytesIO())

        assert [_code(each) for each in (unread, unfiltered, unsorted, unset)] == [
            "unknown_field", "unknown_field", "not_sortable", "unknown_field",
        ]  # fmt: skip
        assert _code_of_unknown(blind, about, row) == _code(unset)
    assert_unchanged(row)


@pytest.mark.parametrize("plural", PLURALS)
def test_a_hidden_name_stays_hidden_where_others_refer_to_it(cast: Cast, plural: str) -> None:
    about, row = making.of(plural), making.minimal(plural, cast.ada)
    blind = without(asker(cast, about), about, about.described.title)
    with acting(blind):
        assert naming.titles(blind, about, [row.pk]) == {}
        assert find(actor=blind, text=str(getattr(row, about.title.column)), objects=[plural]) == ()
        for child in registry.standard():
            for field in child.fields.values():
                if field.target == plural and field.writable and not _is_whose(child, field):
                    assert _name_through(cast, blind, child, field, row) is None, f"{child.plural}.{field.name}"

        if plural in STAY_IN_USE:
            return
        changing.trash(actor=blind, about=about, record_id=row.pk, now=NOW)
        assert {each.title for each in trash(actor=blind, about=about).rows} == {""}


def _name_through(cast: Cast, blind: Actor, child: Object, field: Field, row: Any) -> Any:
    """The name of a record as told by one that refers to it; nothing where it cannot refer to it."""
    other = making.minimal(child.plural, cast.ada)
    beside = [name for name in child.described.between if name.startswith(_side(field.name))]
    instead = {child.fields[name].column: None for name in beside} | {field.column: row.pk}
    child.model._default_manager.filter(pk=other.pk).update(**instead)
    if asker(cast, child) == cast.ada:
        blind = replace(cast.ada, grants=blind.grants, fields=blind.fields)
    told = reading.read_one(blind, child, other.pk)[field.name]
    assert told["id"] == row.pk
    line = history(actor=blind, about=child, record_id=other.pk).changes[0]
    past = next(each.after for each in line.fields if each.field.name == field.name)
    return told["name"] or past["name"]


def _told_to_nobody(blind: Actor, about: Object, row: Any) -> bool:
    """A definition that holds a word like a hidden field's name is hidden itself, to be safe; as good as nowhere."""
    return bool(about.described.tells_of) and not reading.visible(blind, about).filter(pk=row.pk).exists()


def _is_whose(child: Object, field: Field) -> bool:
    """Whether a reference says to whom alone the record is open; who is named there would be somebody else."""
    personal = child.described.personal
    return bool(personal and not personal.common and field.name == "owner")


def _side(name: str) -> str:
    """Which end of what stands between records a reference is: it leads to one record there."""
    return f"{name.partition('_')[0]}_"


@pytest.mark.parametrize("plural", PLURALS)
def test_a_read_only_field_is_read_and_never_written(cast: Cast, plural: str) -> None:
    about, row = making.of(plural), fresh(making.minimal(plural, cast.ada))

    for field in making.settable(about):
        bound = without(asker(cast, about), about, field.name, right="read_only")
        given = {**making.needed(plural, cast.cyd), field.name: making.other(field)}
        with acting(bound):
            assert field.name in reading.read_one(bound, about, row.pk)
            with pytest.raises(Invalid) as refused:
                changing.update(
                    actor=bound, about=about, record_id=row.pk, values={field.name: making.other(field)}, now=NOW
                )
            with pytest.raises(Invalid) as not_made:
                changing.create(actor=bound, about=about, values=given, now=NOW)

        assert (_code(refused), "read_only" in {each.code for each in not_made.value.fields}) == ("read_only", True)
    assert_unchanged(row)


def _code(refused: Any) -> str:
    return str(refused.value.fields[0].code)


def _code_of_unknown(actor: Actor, about: Object, row: Any) -> str:
    """How a field that nobody ever made is refused."""
    with acting(actor), pytest.raises(Invalid) as refused:
        changing.update(actor=actor, about=about, record_id=row.pk, values={"no_such_field": None}, now=NOW)
    return _code(refused)
