"""Every action is refused to whoever may not do it, alone and in bulk, and then nothing moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from tests.casting import NOW, Cast, a_list, a_record, a_stage, assert_unchanged
from tests.conformance import making

from plexus.kernel import actions
from plexus.kernel.access.rights import Verb
from plexus.kernel.actions.action import Action
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Change
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

EVERY = [
    pytest.param(about.plural, each.key, id=f"{about.plural}.{each.key}")
    for about in registry.standard()
    for each in actions.everything()
    if each.is_for(about)
]
# What an action must be told, with values that would do if it were allowed.
TOLD: dict[str, Callable[[Cast, Any], dict[str, Any]]] = {
    "assign": lambda cast, _row: {"owner": str(cast.cyd.person_id)},
    "add-tags": lambda _cast, _row: {"tags": ["VIP"]},
    "remove-tags": lambda _cast, _row: {"tags": ["VIP"]},
    "change": lambda _cast, row: making.another_value(making.of_row(row)),
    "log": lambda _cast, _row: {"kind": "call", "subject": "Hello"},
    "move": lambda cast, _row: {"stage": str(a_stage(cast.ada, "Quoted").pk)},
    "replace": lambda cast, row: {
        "into": str(a_record("stages", cast.root, name="Other", pipeline=row.pipeline_id).pk)
    },
    "rename": lambda _cast, _row: {"name": "Other"},
    "merge-choices": lambda _cast, _row: {"key": "a", "into": "b"},
    "change-type": lambda _cast, _row: {"type": "text"},
    "add-to-list": lambda _cast, _row: {"name": "Trade fair 2026"},
    "remove-from-list": lambda cast, row: {"list": str(a_list(cast.cyd, object=making.of_row(row).plural).pk)},
    "share": lambda cast, _row: {"person": str(cast.ben.person_id)},
    "unshare": lambda cast, _row: {"person": str(cast.ben.person_id)},
    "merge": lambda cast, _row: {"into": str(making.minimal("tags", cast.ada).pk)},
}


def params(cast: Cast, key: str, row: Any) -> dict[str, Any]:
    """What an action is told."""
    return TOLD[key](cast, row) if key in TOLD else {}


@pytest.fixture
def row(cast: Cast, plural: str, key: str) -> Any:
    """A record of ada's, in the trash where the action takes it out."""
    made = making.minimal(plural, cast.ada)
    if actions.find(making.of(plural), key).trashed:
        with acting(cast.root):
            changing.trash(actor=cast.root, about=making.of(plural), record_id=made.pk, now=NOW)
            made.refresh_from_db()
    return made


def _moves() -> int:
    return Change.objects.count()


# What anybody who reads a record may do for himself, as put it on a list of his own, and to what is his own.
PERSONAL_KEYS = {"follow", "unfollow", "add-to-list", "remove-from-list"}
REFUSED_TO_READERS = [
    each
    for each in EVERY
    if each.values[1] not in PERSONAL_KEYS and not making.of(str(each.values[0])).described.personal
]


@pytest.mark.parametrize(("plural", "key"), REFUSED_TO_READERS)
def test_a_reader_cannot_do_it(cast: Cast, plural: str, key: str, row: Any) -> None:
    told, about = params(cast, key, row), making.of(plural)
    reader = making.reader(cast, about)

    with acting(reader):
        before = _moves()
        assert key not in {each.key for each in actions.available(reader, about)}
        with pytest.raises(NotAllowed):
            actions.run(actor=reader, about=about, key=key, record_id=row.pk, now=NOW, params=told)
        if actions.find(about, key).bulk:
            with pytest.raises(NotAllowed):
                actions.run_many(actor=reader, about=about, key=key, rows=[row.pk], now=NOW, params=told)

        assert _moves() == before
    assert_unchanged(row)


@pytest.mark.parametrize(("plural", "key"), EVERY)
def test_whoever_may_do_it_to_his_own_cannot_do_it_to_what_he_does_not_see(
    cast: Cast, plural: str, key: str, row: Any
) -> None:
    told, about = params(cast, key, row), making.of(plural)
    stranger = _only_own(cast.cyd, about)

    with acting(stranger):
        before = _moves()
        with pytest.raises((NotFound, NotAllowed)) as refused:
            actions.run(actor=stranger, about=about, key=key, record_id=row.pk, now=NOW, params=told)
        refusals = _in_bulk(stranger, about, key, row.pk, told)

        assert _moves() == before
    assert not about.has_owner or refused.type is NotFound
    assert not about.has_owner or refusals <= {NotFound}
    assert_unchanged(row)


@pytest.mark.parametrize(("plural", "key"), EVERY)
def test_another_firm_cannot_do_it(cast: Cast, plural: str, key: str, row: Any) -> None:
    told, about = params(cast, key, row), making.of(plural)
    eve = replace(cast.eve, is_administrator=True)

    with acting(eve):
        before = _moves()
        with pytest.raises(Exception, match=r"no such record|need attention|Nothing|role"):
            actions.run(actor=eve, about=about, key=key, record_id=row.pk, now=NOW, params=told)

        assert _moves() == before
    assert_unchanged(row)


@pytest.mark.parametrize(("plural", "key"), EVERY)
def test_whoever_may_do_it_does(cast: Cast, plural: str, key: str, row: Any) -> None:
    """The proof that what is refused above is refused for its actor alone."""
    told, about = params(cast, key, row), making.of(plural)
    if key == "reopen":
        _close(cast, plural, row.pk)
    if key == "unshare":
        _share(cast, plural, row.pk, told)

    with acting(cast.root):
        before = _moves()
        assert key in {each.key for each in actions.available(cast.root, about)}
        actions.run(actor=cast.root, about=about, key=key, record_id=row.pk, now=NOW, params=told)

        assert _moves() > before or (key, plural) in IDLE


# On a fresh record these have nothing to do.
IDLE = {("remove-tags", each.plural) for each in registry.standard()}
IDLE |= {(key, each.plural) for key in ("unfollow", "remove-from-list") for each in registry.standard()}
IDLE |= {("normalise", each.plural) for each in registry.standard()}
IDLE |= {("reinstate", "custom-objects"), ("reinstate", "custom-fields"), ("reinstate", "custom-rules")}


def _close(cast: Cast, plural: str, key: UUID) -> None:
    with acting(cast.root):
        closing = "win" if plural == "deals" else "complete"
        actions.run(actor=cast.root, about=making.of(plural), key=closing, record_id=key, now=NOW)


def _share(cast: Cast, plural: str, key: UUID, told: dict[str, Any]) -> None:
    with acting(cast.root):
        actions.run(actor=cast.root, about=making.of(plural), key="share", record_id=key, now=NOW, params=told)


def _in_bulk(actor: Actor, about: Object, key: str, record_id: UUID, told: dict[str, Any]) -> set[type]:
    """The refusals of an action in bulk."""
    if not actions.find(about, key).bulk:
        return set()
    try:
        result = actions.run_many(actor=actor, about=about, key=key, rows=[record_id], now=NOW, params=told)
    except (NotAllowed, NotFound) as refusal:
        return {type(refusal)}
    assert result.changed == 0
    return set()


def _only_own(actor: Actor, about: Object) -> Actor:
    """The same person, who may do everything with his own records of every object, and read what he must refer to."""
    own = {verb.value: "own" for verb in Verb}
    open_ = {plural: {"read": "all"} for plural in ("people", "stages", "tags", "pipelines")}
    return replace(actor, grants={"*": own, **open_, about.plural: own})


def test_every_action_that_is_told_something_is_on_the_list() -> None:
    keys = {each.key for each in actions.everything()}

    assert set(TOLD) <= keys
    assert {key for _plural, key in (each.values for each in EVERY)} == keys


def test_every_action_has_a_sentence_for_its_button() -> None:
    nameless = [each.key for each in actions.everything() if not str(each.label) or not _documented(each)]

    assert nameless == []


def _documented(each: Action) -> bool:
    return bool(each.run.__doc__) and (each.many is None or bool(each.many.__doc__))
