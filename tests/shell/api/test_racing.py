"""Programs that do at once what only one of them can: keys, batches, imports and undo, each kept exactly once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests import casting
from tests.casting import Cast
from tests.racing import at_once
from tests.settling import settle
from tests.shell.api.asking import Api, quoted

from plexus.crm.customers.models import Account
from plexus.kernel.jobs import running
from plexus.kernel.journal.models import Change
from plexus.kernel.records.acting import acting

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.slow]
MANY = 4


@pytest.fixture
def people() -> Cast:
    with transaction.atomic():
        return casting.a_cast()


@pytest.fixture
def root(people: Cast) -> Api:
    with transaction.atomic():
        return Api(people.root)


def accounts(people: Cast, number: int) -> list[str]:
    with transaction.atomic():
        return [
            str(casting.an_account(people.ada, name=f"Firm {each}", city="Wuxi", external_id=f"F-{each}").pk)
            for each in range(number)
        ]


@dataclass(frozen=True)
class Told:
    """A change of a record: the columns before and after it."""

    before: dict[str, Any]
    after: dict[str, Any]


def told(people: Cast, key: str) -> list[Told]:
    """What became of a record, oldest first."""
    with acting(people.root):
        changes = Change.objects.filter(record_id=UUID(key), op="U").order_by("id")
        return [Told(each.before or {}, each.after or {}) for each in changes]


def unbroken(people: Cast, api: Api, key: str, *names: str) -> None:
    """Each change begins where the one before it ended, and the record is as the last left it."""
    record, changes = api.get(f"/accounts/{key}").json(), told(people, key)
    assert record["version"] == len(changes) + 1
    assert [each.after["version"] for each in changes] == list(range(2, len(changes) + 2))
    for name in names:
        touched = [each for each in changes if name in each.after]
        assert [each.before[name] for each in touched[1:]] == [each.after[name] for each in touched[:-1]]
        assert not touched or record[name] == touched[-1].after[name]


def test_of_several_bodies_under_one_key_one_is_kept(people: Cast, root: Api) -> None:
    bodies = [{"name": f"Firm {each}"} for each in range(MANY)]

    answers = at_once(*(partial(root.post, "/accounts", each, Idempotency_Key="k") for each in bodies))

    assert Counter(each.status_code for each in answers) == {201: 1, 409: MANY - 1}
    with acting(people.root):
        kept = list(Account.objects.values_list("name", flat=True))
    assert kept == [each.json()["name"] for each in answers if each.status_code == 201]


def test_a_batch_that_is_sent_again_at_once_is_done_once(people: Cast, root: Api) -> None:
    (key,) = accounts(people, 1)
    operations = [
        {"op": "create", "values": {"name": "New"}},
        {"op": "update", "id": key, "values": {"city": "Suzhou"}},
    ]

    answers = at_once(
        *(
            partial(root.post, "/accounts/batch", {"operations": operations}, Idempotency_Key="b")
            for _each in range(MANY)
        )
    )

    assert {(each.status_code, each.content) for each in answers} == {(200, answers[0].content)}
    assert sorted(each.get("Idempotent-Replay", "") for each in answers) == ["", *["true"] * (MANY - 1)]
    assert (len(told(people, key)), root.get("/accounts" + quoted(q="New")).json()["count"]["value"]) == (1, 1)


def test_a_key_that_many_put_at_once_names_one_record(people: Cast, root: Api) -> None:
    keys = ["Key-1", "KEY-1", "key-1", "kEy-1"]

    answers = at_once(
        *(partial(root.put, f"/accounts/by/external_id/{key}", {"name": "Acme", "city": key}) for key in keys)
    )

    assert Counter(each.status_code for each in answers) == {201: 1, 200: MANY - 1}
    (only,) = {each.json()["id"] for each in answers}
    unbroken(people, root, only, "city")


def test_batches_that_meet_in_the_other_order_are_kept_whole_or_sent_again(people: Cast, root: Api) -> None:
    """Each locks what the other needs next: one of them may be told to try again, and none is kept by halves."""
    keys = accounts(people, 6)

    def batch(city: str, order: list[str]) -> Any:
        operations = [{"op": "update", "id": key, "values": {"city": city}} for key in order]
        for _turn in range(10):
            answer = root.post("/accounts/batch", {"operations": operations, "atomic": True})
            if answer.status_code != 409:
                break
            assert answer["Retry-After"] == "1"
        return answer

    answers = at_once(*(partial(batch, f"City {each}", keys if each % 2 else keys[::-1]) for each in range(MANY)))

    assert [(each.status_code, each.json()["kept"]) for each in answers] == [(200, True)] * MANY
    for key in keys:
        unbroken(people, root, key, "city")
        assert sorted(each.after["city"] for each in told(people, key)) == [f"City {each}" for each in range(MANY)]
    assert len({root.get(f"/accounts/{key}").json()["city"] for key in keys}) == 1


def test_an_undo_that_is_asked_for_by_many_is_done_once(people: Cast, root: Api) -> None:
    (key,) = accounts(people, 1)
    cause = root.patch(f"/accounts/{key}", {"city": "Suzhou"})["Plexus-Cause"]

    answers = at_once(*(partial(root.post, f"/causes/{cause}/undo", {}) for _each in range(MANY)))

    assert [each.status_code for each in answers] == [200] * MANY
    assert sorted(str(each.json()["records"]) for each in answers) == sorted(["{'accounts': 1}", *["{}"] * (MANY - 1)])
    assert [each.after["city"] for each in told(people, key)] == ["Suzhou", "Wuxi"]


def test_what_is_edited_while_a_file_comes_in_is_neither_lost_nor_undone(people: Cast, root: Api) -> None:
    """The file sets cities, people set addresses and cities; who was last is seen, and all stand in the journal."""
    keys = accounts(people, 12)
    rows = "\n".join(["Id,Name,City", *(f"F-{each},Firm {each},Nanjing" for each in range(12))])
    job, imported = _an_import(root, rows)
    edits: list[Callable[[], Any]] = [
        lambda: [root.patch(f"/accounts/{key}", {"website": f"https://f{at}.example"}) for at, key in enumerate(keys)],
        lambda: [root.patch(f"/accounts/{key}", {"city": "Edited"}) for key in keys[::-1]],
    ]

    _ran, *answers = at_once(lambda: running.run(people.root.workspace_id, job), *edits)

    assert {each.status_code for several in answers for each in several} == {200}
    state = root.get(f"/imports/{imported}").json()
    assert (state["state"], {each.after.get("city") for key in keys for each in told(people, key)}) == (
        "done", {None, "Nanjing", "Edited"},
    )  # fmt: skip
    for at, key in enumerate(keys):
        unbroken(people, root, key, "city", "website")
        assert root.get(f"/accounts/{key}").json()["website"] == f"https://f{at}.example"


def _an_import(api: Api, rows: str) -> tuple[UUID, str]:
    options = {
        "object": "accounts",
        "preset": "none",
        "match": ["external_id"],
        "map": {"Id": "external_id", "Name": "name", "City": "city"},
    }
    sent = {"options": json.dumps(options), "file": SimpleUploadedFile("rows.csv", rows.encode())}
    made = api.client.post("/api/v1/imports", sent, headers={"Authorization": f"Bearer {api.secret}"})
    assert made.status_code == 202, made.content
    return UUID(made.json()["job"]), made.json()["id"]


def test_a_program_that_follows_busy_writers_hears_each_change_once(people: Cast, root: Api) -> None:
    """Single changes, batches, bulk commands, the trash and back: the feed has what the journal has."""
    keys = accounts(people, 6)
    settle()
    cursor = root.get("/changes?cursor=now").json()["next"]

    def write(turn: int) -> list[str]:
        mine = keys[turn :: MANY - 1]
        for each in range(4):
            root.patch(f"/accounts/{mine[0]}", {"city": f"{turn} {each}"})
            operations = [{"op": "update", "id": key, "values": {"name": f"Batch {turn} {each}"}} for key in mine]
            root.post("/accounts/batch", {"operations": operations})
            root.delete(f"/accounts/{mine[-1]}")
            root.post(f"/accounts/{mine[-1]}/restore")
        return []

    heard: list[str] = []

    def follow(place: str) -> list[str]:
        for _turn in range(25):
            page = root.get("/changes" + quoted(cursor=place, object="accounts", limit="5")).json()
            heard.extend(each["id"] for each in page["data"])
            place = page["next"]
        return [place]

    *_written, (place,) = at_once(*(partial(write, each) for each in range(MANY - 1)), partial(follow, cursor))
    settle()
    while (page := root.get("/changes" + quoted(cursor=place, object="accounts")).json())["data"]:
        heard.extend(each["id"] for each in page["data"])
        place = page["next"]

    with acting(people.root):
        made = Change.objects.filter(object="accounts", op="U").count()
    assert (len(heard), len(set(heard))) == (made, made)
    assert made == (MANY - 1) * 4 * 5
