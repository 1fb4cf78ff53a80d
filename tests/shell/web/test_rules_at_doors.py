"""A refusal names the field it is about wherever that field's own control does not stand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import translation
from tests.casting import Cast, a_deal, a_record, a_stage, fresh
from tests.shell.importing.trying import tried
from tests.signing import browser_of

from plexus.kernel.identity.models import Role
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.shell.importing.rejects import reason_text

if TYPE_CHECKING:
    from collections.abc import Iterator

PART = {"HX-Request": "true"}
MISSING = {"en": "Source: This field is required.", "zh-hans": "来源：此项必填。"}


def needs_a_source(cast: Cast) -> None:
    """From now on every deal has a source."""
    a_record("field-rules", cast.root, object="deals", field="source", required_when="probability < 100")


@pytest.fixture(params=list(MISSING))
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Either language; what a page was asked in is not that of the next test."""
    with translation.override("en"):
        yield str(request.param)


def speaking(cast: Cast, language: str) -> Client:
    """Ada's browser in a language."""
    browser = browser_of(cast.ada)
    browser.cookies["django_language"] = language
    return browser


def test_a_card_that_may_not_move_says_which_field_is_missing(cast: Cast, language: str) -> None:
    deal, quoted = a_deal(cast.ada), a_stage(cast.ada, "Quoted")
    before = deal.stage_id
    needs_a_source(cast)

    refused = speaking(cast, language).post(
        "/deals/board/move", {"card": deal.pk, "lane": quoted.pk, "version": "1"}, headers=PART
    )

    assert (refused.status_code, MISSING[language] in refused.content.decode()) == (422, True)
    assert fresh(deal).stage_id == before


def test_a_bulk_change_says_which_field_is_missing(cast: Cast, language: str) -> None:
    deal = a_deal(cast.ada)
    needs_a_source(cast)
    form: dict[str, Any] = {"id": [str(deal.pk)], "value_of": "description", "description": "Ten lathes"}

    said = json.loads(speaking(cast, language).post("/deals/bulk/change", form, headers=PART)["HX-Trigger"])

    assert MISSING[language] in said["toast"]["text"]
    assert fresh(deal).description == ""


def test_the_dialog_of_an_action_says_what_else_is_wrong(cast: Cast, language: str) -> None:
    deal = a_deal(cast.ada)
    a_record("field-rules", cast.root, object="deals", field="source", required_when="true")

    refused = speaking(cast, language).post(f"/deals/{deal.pk}/actions/win", headers=PART)

    assert (refused.status_code, f"<li>{MISSING[language]}</li>" in refused.content.decode()) == (422, True)
    assert fresh(deal).outcome == "open"


def test_a_form_names_what_its_person_may_read_but_not_write(cast: Cast, language: str) -> None:
    assert cast.ada.role_id is not None
    Role.objects.filter(pk=cast.ada.role_id).update(fields={"deals": {"source": "read_only"}})
    deal = a_deal(cast.ada)
    needs_a_source(cast)

    refused = speaking(cast, language).post(f"/deals/{deal.pk}/edit", {"description": "Ten", "version": "1"})

    assert f"<li>{MISSING[language]}</li>" in refused.content.decode()


def test_what_is_wrong_with_a_field_that_is_not_shown_is_told_at_the_top(cast: Cast) -> None:
    deal = a_deal(cast.ada)
    a_record("field-rules", cast.root, object="deals", field="source", visible_when="outcome = 'lost'")
    said: dict[str, Any] = {"message_en": "Say where it came from.", "field": "source"}
    a_record("custom-rules", cast.root, object="deals", refuse_when="is_empty(source)", **said)

    refused = browser_of(cast.ada).post(f"/deals/{deal.pk}/edit", {"description": "Ten", "version": "1"})

    assert "<li>Source: Say where it came from.</li>" in refused.content.decode()


def test_an_import_says_why_it_could_not_make_what_is_missing(cast: Cast) -> None:
    said: dict[str, Any] = {"message_en": "Companies need a city.", "field": ""}
    a_record("custom-rules", cast.root, object="accounts", refuse_when="is_empty(city)", **said)

    _outcome, sink = tried(
        cast.ada, "contacts", [("name", "account"), ("Anna", "Lathe Works")], create_missing=("account",)
    )

    [row] = sink.kept_back
    told = "“Lathe Works” is not there and could not be created: Companies need a city."
    assert [each.sentence() for each in row.reasons] == [told]
    with acting(cast.root):
        contacts = registry.of(cast.root.workspace_id).object("contacts")
    assert reason_text(contacts, row.reasons) == f"Account: {told}"
