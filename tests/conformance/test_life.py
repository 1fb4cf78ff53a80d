"""The life of a record of every object: made, read, changed, trashed, restored, told, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from tests.architecture import catalog
from tests.casting import NOW, Cast, assert_unchanged, columns, fresh
from tests.conformance import making

from plexus.kernel.identity import actor as actors
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records import changing, reading, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.fetching import naming
from plexus.kernel.records.queries.history import Became, history
from plexus.kernel.records.queries.past import as_of
from plexus.kernel.records.queries.trash import trash
from plexus.kernel.records.refusals import Conflict, NotAllowed, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object

OBJECTS = list(registry.standard())
PLURALS = [each.plural for each in OBJECTS]
EARLY = datetime.fromisoformat("2026-12-01T00:00:00Z")
# Fields that other values decide, so that setting them alone shows nothing: the rule that has its own tests.
DECIDED = {
    "deals": {"closed_on", "probability"},
    "accounts": {"email", "phone"} & set(),
    "contacts": {"email", "phone"},
}


def listed(cast: Cast, about: Object, **asked: Any) -> set[Any]:
    """The ids in a list as the administrator sees it."""
    page = reading.read_page(cast.root, about, reading.Asked(fields=("id",), limit=200, **asked))
    return {row["id"] for row in page.rows}


def plain(values: Any) -> Any:
    """Values without the names of what they refer to."""
    if isinstance(values, list):
        return [plain(each) for each in values]
    if not isinstance(values, dict):
        return values
    is_reference = values.keys() <= {"id", "object", "name"}
    return {name: plain(value) for name, value in values.items() if not (is_reference and name == "name")}


@pytest.mark.parametrize("plural", PLURALS)
def test_what_was_entered_is_what_is_read(cast: Cast, plural: str) -> None:
    about, system = making.of(plural), actors.system(cast.root.workspace_id)
    given = making.needed(plural, cast.ada)
    full = making.filled(about)
    with acting(system):
        made = changing.create(actor=system, about=about, values={**full, **given}, now=NOW)

        read = reading.read_one(cast.root, about, made.pk)

    entered = {name: about.fields[name].type.parse(value, about.fields[name]) for name, value in (full | given).items()}
    decided = DECIDED.get(plural, set())
    assert {name: making.bare(read[name]) for name in entered if name not in decided} == {
        name: making.bare(value) for name, value in entered.items() if name not in decided
    }
    assert (read["version"], read["created_at"], read["updated_at"], read["created_by"]) == (1, NOW, NOW, None)


@pytest.mark.parametrize("plural", PLURALS)
def test_a_record_is_changed_field_by_field(cast: Cast, plural: str) -> None:
    about, row = making.of(plural), making.minimal(plural, cast.ada)
    fields = [each for each in making.settable(about) if each.name not in DECIDED.get(plural, set())]

    with acting(cast.root):
        for number, field in enumerate(fields, 2):
            value = making.other(field)
            changing.update(actor=cast.root, about=about, record_id=row.pk, values={field.name: value}, now=NOW)
            read = reading.read_one(cast.root, about, row.pk)

            assert making.bare(read[field.name]) == making.bare(field.type.parse(value, field)), field.name
            assert read["version"] <= number
        assert read["updated_by"]["id"] == cast.root.person_id


@pytest.mark.parametrize("plural", PLURALS)
def test_a_version_that_is_no_longer_current_is_refused(cast: Cast, plural: str) -> None:
    about, row = making.of(plural), making.minimal(plural, cast.ada)
    told = making.another_value(about)
    with acting(cast.root):
        changing.update(
            actor=cast.root, about=about, record_id=row.pk, values={told["field"]: told["value"]}, now=NOW, version=1
        )
        held = fresh(row)

        with pytest.raises(Conflict) as refused:
            changing.update(
                actor=cast.root, about=about, record_id=row.pk, values={told["field"]: None}, now=NOW, version=1
            )
        with pytest.raises(Conflict):
            changing.trash(actor=cast.root, about=about, record_id=row.pk, now=NOW, version=1)

    assert (refused.value.yours, refused.value.current) == (1, 2)
    assert_unchanged(held)


@pytest.mark.parametrize("plural", PLURALS)
def test_the_trash_holds_what_lists_do_not(cast: Cast, plural: str) -> None:
    about, row = making.of(plural), making.minimal(plural, cast.ada)

    with acting(cast.root):
        changing.trash(actor=cast.root, about=about, record_id=row.pk, now=NOW)

        assert row.pk not in listed(cast, about)
        assert row.pk in listed(cast, about, trashed=True)
        lying = {each.record_id: each for each in trash(actor=cast.root, about=about).rows}
        assert (lying[row.pk].person_id, lying[row.pk].deleted_at) == (cast.root.person_id, NOW)
        with pytest.raises(NotFound):
            reading.read_one(cast.root, about, row.pk, trashed=False)
        told = making.another_value(about)
        with pytest.raises(NotFound):
            changing.update(
                actor=cast.root, about=about, record_id=row.pk, values={told["field"]: told["value"]}, now=NOW
            )

        changing.restore(actor=cast.root, about=about, record_id=row.pk, now=NOW)

        assert row.pk in listed(cast, about)
        assert row.pk not in listed(cast, about, trashed=True)
        with pytest.raises(NotFound):
            changing.restore(actor=cast.root, about=about, record_id=row.pk, now=NOW)


@pytest.mark.parametrize("plural", PLURALS)
def test_the_history_tells_everything_and_the_past_is_exact(cast: Cast, plural: str) -> None:
    """A whole life, an hour between its steps: each state is what reading told at the time, and undo goes back."""
    about, row = making.of(plural), making.minimal(plural, cast.ada)
    told = making.another_value(about)
    states = [_state(cast, about, row)]
    with acting(cast.root):
        changing.update(actor=cast.root, about=about, record_id=row.pk, values={told["field"]: told["value"]}, now=NOW)
        changed_by = _last_cause()
        states.append(_state(cast, about, row))
        changing.trash(actor=cast.root, about=about, record_id=row.pk, now=NOW)
        states.append(_state(cast, about, row))
        changing.restore(actor=cast.root, about=about, record_id=row.pk, now=NOW)
        states.append(_state(cast, about, row))
    _spread(row.pk)

    with acting(cast.root):
        page = history(actor=cast.root, about=about, record_id=row.pk)
        then = [
            as_of(about=about, record_id=row.pk, at=EARLY + timedelta(hours=each), actor=cast.root) for each in range(5)
        ]

        assert [each.became for each in page.changes] == [
            Became.RESTORED,
            Became.TRASHED,
            Became.CHANGED,
            Became.CREATED,
        ]
        assert [each.person for each in page.changes] == ["Root", "Root", "Root", ""]
        assert [each.action for each in page.changes] == [
            f"{plural}.{verb}" for verb in ("restore", "delete", "update", "create")
        ]
        assert told["field"] in {each.field.name for each in page.changes[2].fields}
        assert [(each.existed, each.trashed) for each in then] == [
            (False, False), (True, False), (True, False), (True, True), (True, False),
        ]  # fmt: skip
        assert [plain(each.values) for each in then[1:]] == states

        undoing.undo_cause(actor=cast.root, cause_id=changed_by, now=NOW)

        value = reading.read_one(cast.root, about, row.pk)[told["field"]]
        assert value == states[0][told["field"]]


@pytest.mark.parametrize("plural", PLURALS)
def test_undoing_a_creation_takes_the_record_away_and_undoing_that_brings_it_back(cast: Cast, plural: str) -> None:
    about, row = making.of(plural), making.minimal(plural, cast.ada)
    made_by = _last_cause()

    with acting(cast.root):
        undone = undoing.undo_cause(actor=cast.root, cause_id=made_by, now=NOW)
        assert row.pk not in listed(cast, about)
        assert undone.cause_id is not None
        undoing.undo_cause(actor=cast.root, cause_id=undone.cause_id, now=NOW)

        assert row.pk in listed(cast, about)


@pytest.mark.parametrize("plural", [each.plural for each in OBJECTS if not each.described.personal])
def test_a_reader_changes_nothing(cast: Cast, plural: str) -> None:
    about, row = making.of(plural), making.minimal(plural, cast.ada)
    told, reader = making.another_value(about), making.reader(cast, about)

    with acting(reader):
        before = Change.objects.count()
        assert reading.read_one(reader, about, row.pk)["id"] == row.pk
        with pytest.raises(NotAllowed):
            changing.create(
                actor=reader,
                about=about,
                values=making.needed(plural, cast.root) if not about.has_owner else {},
                now=NOW,
            )
        with pytest.raises(NotAllowed):
            changing.update(actor=reader, about=about, record_id=row.pk, values={told["field"]: told["value"]}, now=NOW)
        with pytest.raises(NotAllowed):
            changing.trash(actor=reader, about=about, record_id=row.pk, now=NOW)

        assert about.has_owner is False or Change.objects.count() == before
    assert_unchanged(row)


@pytest.mark.parametrize("plural", PLURALS)
@pytest.mark.parametrize("level", ["firm", "team", "own", "none"])
def test_a_record_is_unknown_to_whom_it_is_not_shown(cast: Cast, plural: str, level: str) -> None:
    about, row = making.of(plural), making.minimal(plural, cast.ada)
    told = making.another_value(about)
    stranger = making.stranger(cast, about, level)

    with acting(stranger):
        before = Change.objects.count()
        for attempt in (
            lambda: reading.read_one(stranger, about, row.pk),
            lambda: history(actor=stranger, about=about, record_id=row.pk),
            lambda: as_of(about=about, record_id=row.pk, at=NOW, actor=stranger),
            lambda: changing.update(
                actor=stranger, about=about, record_id=row.pk, values={told["field"]: told["value"]}, now=NOW
            ),
            lambda: changing.trash(actor=stranger, about=about, record_id=row.pk, now=NOW),
            lambda: changing.restore(actor=stranger, about=about, record_id=row.pk, now=NOW),
        ):
            with pytest.raises(NotFound):
                attempt()
        page = reading.read_page(stranger, about, reading.Asked(limit=200))

        assert row.pk not in {each["id"] for each in page.rows}
        assert page.count is not None
        assert page.count.value == len(page.rows)
        assert naming.titles(stranger, about, [row.pk]) == {}
        assert Change.objects.count() == before
    assert_unchanged(row)


def _state(cast: Cast, about: Object, row: Any) -> dict[str, Any]:
    state: dict[str, Any] = plain(reading.read_one(cast.root, about, row.pk, trashed=None))
    return state


def _last_cause() -> Any:
    return Cause.objects.order_by("-id").values_list("pk", flat=True)[0]


def _spread(record_id: Any) -> None:
    """Put an hour between the changes of a record, which a test makes in one transaction."""
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_change c SET at = %s + n.place * interval '1 hour'"
            " FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM journal_change WHERE record_id = %s) n"
            " WHERE c.id = n.id",
            [EARLY, record_id],
        )


def test_the_columns_of_a_row_are_compared_one_by_one(cast: Cast) -> None:
    row = making.minimal("accounts", cast.ada)

    assert columns(row).keys() >= {"name", "version", "custom", "deleted_at"}
