"""The settings' page of the set-up: fetched, looked at, brought in by whoever looked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.casting import Cast
from tests.shell.setup.building import a_firm, arrange, exported, imported
from tests.shell.setup.test_importing import a_setup
from tests.signing import browser_of

from plexus.crm.customers.models import Tag
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting

pytestmark = pytest.mark.django_db
HEAD = {"format": "plexus-setup", "version": 1}


def handed_in(browser: Client, **sections: Any) -> Any:
    """The answer to a file."""
    content = sections.pop("content", None) or json.dumps(HEAD | sections).encode()
    return browser.post("/settings/setup", {"file": SimpleUploadedFile("setup.json", content)})


def brought_in(browser: Client, looked: Any, **more: str) -> Any:
    """The answer to the button below what was looked at."""
    return browser.post("/settings/setup/import", {"token": looked.context["token"], **more})


def tags(actor: Actor) -> list[tuple[str, str]]:
    with acting(actor):
        rows = Tag.objects.filter(workspace_id=actor.workspace_id, deleted_at=None)
        return list(rows.order_by("name").values_list("name", "tone"))


def test_the_file_is_fetched_here_and_brought_in_there(cast: Cast) -> None:
    arrange(cast.root)
    there = browser_of(other := a_firm("other"))

    file = browser_of(cast.root).get("/settings/setup/file")
    looked = handed_in(there, content=file.content)
    nothing = tags(other)
    done = brought_in(there, looked)

    assert file["Content-Disposition"] == "attachment; filename*=UTF-8''plexus-setup-home.json"
    assert (looked.status_code, nothing) == (200, [])
    assert (done.status_code, done["Location"]) == (302, "/settings/setup")
    assert exported(other) == exported(cast.root)
    assert "entries brought in." in there.get("/settings/setup").text


def test_it_is_shown_what_would_become_of_each_entry(root: Actor) -> None:
    imported(root, a_setup(tags={"VIP": {"tone": "bad"}, "Old": {}}))

    looked = handed_in(browser_of(root), tags={"VIP": {"tone": "good"}, "New": {}, "Odd": {"tone": "pink"}, "Old": {}})

    (group,) = looked.context["groups"]
    assert group.label == "Tags"
    assert [(line.title, line.verdict) for line in group.lines] == [
        ("New", "new"), ("Odd", "refused"), ("VIP", "would change")
    ]  # fmt: skip
    assert [(each.name, each.before, each.after) for each in group.lines[2].told] == [("Colour", "bad", "good")]
    assert group.unchanged == ("Old",)
    assert group.lines[1].reasons[0].startswith("Colour: ")
    assert "Bring in the other 2" in looked.text


def test_what_is_refused_is_left_out_when_the_others_are_brought_in(root: Actor) -> None:
    browser = browser_of(root)
    looked = handed_in(browser, tags={"New": {}, "Odd": {"tone": "pink"}})

    refused = brought_in(browser, looked)
    nothing = tags(root)
    done = brought_in(browser, looked, skip="1")

    assert (refused.status_code, nothing) == (422, [])
    assert (done.status_code, tags(root)) == (302, [("New", "")])


def test_what_changed_in_the_meantime_is_shown_anew(root: Actor) -> None:
    browser = browser_of(root)
    looked = handed_in(browser, tags={"VIP": {"tone": "good"}})
    imported(root, a_setup(tags={"VIP": {"tone": "bad"}}))

    again = brought_in(browser, looked)
    done = brought_in(browser, again)

    assert (again.status_code, "The workspace has changed since you looked." in again.text) == (409, True)
    assert (done.status_code, tags(root)) == (302, [("VIP", "good")])


def test_a_file_that_was_not_looked_at_by_oneself_is_not_brought_in(cast: Cast) -> None:
    mine, theirs = browser_of(cast.root), browser_of(a_firm("other"))
    looked = handed_in(theirs, tags={"New": {}})

    for token in (looked.context["token"], looked.context["token"][:-1] + "x", ""):
        answer = mine.post("/settings/setup/import", {"token": token})
        assert answer.status_code == 422

    assert tags(cast.root) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,city\n", "This is not JSON: line 1, column 1."),
        (b"[]", "it is no set-up of Plexus"),
        (b'{"format": "plexus-setup", "version": 3}', "This set-up is of version 3"),
        (b" " * 3_000_001, "at most 3 MB"),
        (json.dumps(HEAD | {"<b>": {}}).encode(), "A set-up has no part “&lt;b&gt;”."),
    ],
)
def test_what_is_no_set_up_is_told_on_the_page(root: Actor, content: bytes, said: str) -> None:
    answer = handed_in(browser_of(root), content=content)

    assert answer.status_code == 422
    assert said in answer.text


def test_without_a_file_it_asks_for_one(root: Actor) -> None:
    answer = browser_of(root).post("/settings/setup")

    assert (answer.status_code, "Choose a file first." in answer.text) == (422, True)


@pytest.mark.parametrize("who", ["ada", "max", "lee"])
def test_the_pages_are_closed_to_everybody_else(cast: Cast, who: str) -> None:
    browser = browser_of(getattr(cast, who))

    answers = [
        browser.get("/settings/setup"), browser.get("/settings/setup/file"), handed_in(browser, tags={"New": {}}),
        browser.post("/settings/setup/import", {"token": "x"}),
    ]  # fmt: skip

    assert [each.status_code for each in answers] == [403] * 4
    assert "/settings/setup" not in browser.get("/settings").text
