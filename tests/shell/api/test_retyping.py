"""What a change of a field's type would lose, asked by a program before it makes the change."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from tests.casting import Cast, an_account, fresh
from tests.conformance.tailored import a_field
from tests.shell.api.asking import Api

from plexus.kernel.jobs import running, telling
from plexus.kernel.jobs.models import Job
from plexus.kernel.journal.models import Change
from plexus.shell.commanding.actions import handing_over, looking


@pytest.fixture
def sized(cast: Cast) -> Any:
    """A text that two companies fill with a number and one with words; the field and that company."""
    field = a_field(cast.root, "accounts", "text", name="size")
    rows = [an_account(cast.ada, size=size) for size in ("12", "13", "a dozen")]
    return field, rows[2]


def test_it_tells_what_would_be_kept_and_lost_and_changes_nothing(cast: Cast, sized: Any) -> None:
    (field, lost), api, before = sized, Api(cast.root), Change.objects.count()

    seen = api.post(f"/custom-fields/{field.pk}/preview-type", {"type": "integer"})
    listed = api.post(
        f"/custom-fields/{field.pk}/preview-type",
        {"type": "choice", "options": {"choices": [{"key": "12", "label_en": "12"}]}},
    )

    assert (seen.status_code, seen.json()) == (
        200, {"kept": 2, "lost": 1, "rows": [str(lost.pk)], "examples": ["a dozen"]}
    )  # fmt: skip
    assert (listed.json()["kept"], listed.json()["lost"]) == (1, 2)
    assert Change.objects.count() == before
    assert (fresh(field).type, fresh(lost).custom["size"]) == ("text", "a dozen")


def test_the_change_then_loses_what_was_told(cast: Cast, sized: Any) -> None:
    (field, lost), api = sized, Api(cast.root)
    seen = api.post(f"/custom-fields/{field.pk}/preview-type", {"type": "integer"}).json()

    made = api.post(f"/custom-fields/{field.pk}/actions/change-type", {"type": "integer"})

    assert made.status_code == 200
    assert [str(each.pk) for each in (lost,) if "size" not in fresh(each).custom] == seen["rows"]


@pytest.mark.parametrize(
    ("body", "status"), [({}, 422), ({"type": "colour"}, 422), ({"type": "auto_number"}, 422), ({"typ": "text"}, 422)]
)
def test_a_type_that_there_is_not_or_that_cannot_be_taken_is_refused(
    cast: Cast, sized: Any, body: dict[str, str], status: int
) -> None:
    answer = Api(cast.root).post(f"/custom-fields/{sized[0].pk}/preview-type", body)

    assert answer.status_code == status


def test_it_is_for_those_who_may_change_the_type_and_read_the_values(cast: Cast, sized: Any) -> None:
    path = f"/custom-fields/{sized[0].pk}/preview-type"
    tokens = {
        "seller": Api(cast.ada),
        "reads": Api(cast.root, scopes=("*:read",)),
        "fields alone": Api(cast.root, scopes=("custom-fields:write",)),
        "fields and accounts": Api(cast.root, scopes=("custom-fields:write", "accounts:read")),
        "elsewhere": Api(cast.eve),
    }

    answers = {name: api.post(path, {"type": "integer"}) for name, api in tokens.items()}

    assert {name: each.status_code for name, each in answers.items()} == {
        "seller": 403, "reads": 403, "fields alone": 403, "fields and accounts": 200, "elsewhere": 403
    }  # fmt: skip
    assert [name for name, each in answers.items() if "a dozen" in each.content.decode()] == ["fields and accounts"]
    assert Api(cast.root).post(f"/custom-fields/{uuid4()}/preview-type", {"type": "integer"}).status_code == 404


def test_where_many_hold_a_value_a_worker_looks(cast: Cast, sized: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling.Told, "_tell", lambda *_told: False)
    monkeypatch.setattr(handing_over, "AT_ONCE", 2)
    (field, lost), api = sized, Api(cast.root)
    offered = {"choices": [{"key": "12", "label_en": "12"}, {"key": "13", "label_en": "13"}]}

    asked = api.post(f"/custom-fields/{field.pk}/preview-type", {"type": "choice", "options": offered})
    job = Job.objects.filter(kind=looking.KIND).latest("created_at")
    running.run(cast.root.workspace_id, job.pk)

    told = api.get(asked["Location"].removeprefix("/api/v1")).json()
    assert (asked.status_code, told["state"]) == (202, "done")
    assert told["result"] == {"kept": 2, "lost": 1, "rows": [str(lost.pk)]}
