"""What a workspace demands of its records refuses the same at every door: page, cell, API, batch, import and bulk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.casting import NOW, Cast, a_deal, a_record, a_stage, assert_unchanged
from tests.shell.api.asking import Api
from tests.shell.importing.trying import tried
from tests.signing import browser_of

from plexus.crm.sales.models import Deal
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import bulk
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.shell.importing.order import Mode

SAID = "A deal from a fair needs a description."
NEEDED = "This field is required."
Refused = dict[str, str]
FORM = {"name": "Ten lathes", "source": "fair", "description": ""}


def _of_problem(fields: Any) -> Refused:
    return {each["field"]: each["message"] for each in fields}


def page_create(actor: Actor, deal: Deal) -> Refused:
    """The form of a new record."""
    answer = browser_of(actor).post("/deals/new", {**FORM, "stage": str(deal.stage_id)})
    assert answer.status_code == 422
    return _of_page(answer.content.decode())


def page_edit(actor: Actor, deal: Deal) -> Refused:
    """The form of a record that is there."""
    answer = browser_of(actor).post(f"/deals/{deal.pk}/edit", {"source": "fair", "version": "1"})
    assert answer.status_code == 422
    return _of_page(answer.content.decode())


def page_cell(actor: Actor, deal: Deal) -> Refused:
    """One cell of a list: what is wrong elsewhere in the record is told there."""
    answer = browser_of(actor).post(f"/deals/{deal.pk}/cell/source", {"source": "fair", "version": "1"})
    assert answer.status_code == 422
    return _of_page(answer.content.decode())


def _of_page(html: str) -> Refused:
    return next(({"description": said} for said in (SAID, NEEDED) if said in html), {})


def api_create(actor: Actor, deal: Deal) -> Refused:
    """POST."""
    answer = Api(actor).post("/deals", {"name": "Ten lathes", "source": "fair", "stage": deal.stage_id})
    assert answer.status_code == 422
    return _of_problem(answer.json()["errors"])


def api_update(actor: Actor, deal: Deal) -> Refused:
    """PATCH."""
    answer = Api(actor).patch(f"/deals/{deal.pk}", {"source": "fair"})
    assert answer.status_code == 422
    return _of_problem(answer.json()["errors"])


def api_batch(actor: Actor, deal: Deal) -> Refused:
    """One of several operations."""
    operations = [{"op": "update", "id": deal.pk, "values": {"source": "fair"}}]
    answer = Api(actor).post("/deals/batch", {"operations": operations})
    return _of_problem(answer.json()["results"][0]["problem"]["errors"])


def import_create(actor: Actor, _deal: Deal) -> Refused:
    """A new row of a file."""
    rows = [("name", "stage", "source"), ("Other lathes", "Qualified", "fair")]
    _outcome, sink = tried(actor, "deals", rows)
    return {each.field: each.sentence() for row in sink.kept_back for each in row.reasons}


def import_update(actor: Actor, deal: Deal) -> Refused:
    """A row of a file that means a record which is there."""
    _outcome, sink = tried(actor, "deals", [("id", "source"), (str(deal.pk), "fair")], mode=Mode.UPDATE, match=("id",))
    return {each.field: each.sentence() for row in sink.kept_back for each in row.reasons}


def in_bulk(actor: Actor, deal: Deal) -> Refused:
    """Many at once."""
    with acting(actor):
        about = registry.of(actor.workspace_id).object("deals")
        done = bulk.change_many(actor=actor, about=about, rows=[deal.pk], values={"source": "fair"}, now=NOW)
    return {each.field: each.sentence() for one in done.refused for each in one.errors}


Door = Callable[[Actor, Deal], Refused]
DOORS = (
    page_create, page_edit, page_cell, api_create, api_update, api_batch, import_create, import_update, in_bulk,
)  # fmt: skip
every_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
CONDITION = "source = 'fair' and is_empty(description)"


@every_door
def test_a_rule_refuses_the_same_at_every_door(cast: Cast, door: Door) -> None:
    deal = a_deal(cast.ada)
    a_record("custom-rules", cast.root, object="deals", refuse_when=CONDITION, field="description", message_en=SAID)

    refused = door(cast.ada, deal)

    assert refused == {"description": SAID}
    assert_unchanged(deal)
    assert Deal.objects.count() == 1


@every_door
def test_what_is_required_when_something_holds_is_missed_at_every_door(cast: Cast, door: Door) -> None:
    deal = a_deal(cast.ada)
    a_record("field-rules", cast.root, object="deals", field="description", required_when="source = 'fair'")

    refused = door(cast.ada, deal)

    assert refused == {"description": NEEDED}
    assert_unchanged(deal)
    assert Deal.objects.count() == 1


def _made_by_page(actor: Actor, stage: Any) -> None:
    form = {"name": "Ten lathes", "stage": str(stage), "source": "fair", "description": ""}
    assert browser_of(actor).post("/deals/new", form).status_code == 302


def _made_by_api(actor: Actor, stage: Any) -> None:
    answer = Api(actor).post("/deals", {"name": "Ten lathes", "source": "fair", "stage": stage})
    assert answer.status_code == 201


def _made_by_import(actor: Actor, _stage: Any) -> None:
    tried(actor, "deals", [("name", "stage", "source"), ("Ten lathes", "Qualified", "fair")])


@pytest.mark.parametrize("made", [_made_by_page, _made_by_api, _made_by_import])
def test_a_default_is_given_at_every_door_that_makes_records(cast: Cast, made: Callable[[Actor, Any], None]) -> None:
    default = "if(source = 'fair', 'Met at a fair; ' & stage.name, 'Elsewhere')"
    a_record("field-rules", cast.root, object="deals", field="description", default=default)
    a_record("field-rules", cast.root, object="deals", field="expected_close_on", default="add_days(opened_on, 30)")

    made(cast.ada, a_stage(cast.ada).pk)

    deal = Deal.objects.get()
    assert deal.description == "Met at a fair; Qualified"
    assert deal.opened_on is not None
    assert deal.expected_close_on is not None
    assert (deal.expected_close_on - deal.opened_on).days == 30
