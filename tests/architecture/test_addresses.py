"""Every address answers whom it is for: it opens, or refuses in words, and never breaks, by whichever method."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, resolve, reverse
from tests.architecture.test_doors import NAMED
from tests.casting import NOW, Cast, a_contact, a_file, a_record, a_relation, an_account
from tests.journeys.pages import ELSEWHERE, LINKED, OUTSIDE, PAGES
from tests.shell.api.asking import Api
from tests.signing import browser_of, id_of

from plexus.kernel.following.models import Notice
from plexus.kernel.identity.models import Token
from plexus.kernel.journal.models import Change
from plexus.kernel.records.acting import acting
from plexus.kernel.values.uuid7 import new_id
from plexus.kernel.views.models import View
from plexus.shell.administration.actions import fields
from plexus.shell.gates import Gate, gate_of
from plexus.shell.hooks.models import Message, State

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Addresses that refuse, by every method, what this test sends: an empty body. Each with its status and the reason.
REFUSING: dict[str, tuple[int, str]] = {
    "api:exports": (422, "wants to know of what object"),
    "api:import-sets": (415, "wants files"),
    "api:export-file": (404, "no worker has written the file yet"),
    "api:batch": (422, "wants operations"),
    "api:put": (422, "a new record lacks its name"),
    "api:act-on-many": (422, "wants ids or a filter"),
    "api:restore": (404, "the record is not in the trash"),
    "api:act": (422, "wants the tags to add"),
    "api:access": (422, "wants to know of whom"),
    "api:preview-type": (422, "wants to know of what type"),
    "api:unknown": (404, "says that there is no such address"),
    "account_signup": (403, "says that there is no sign-up"),
    "welcome": (410, "the link is no good"),
    "demo": (404, "the demo is off"),
    "no-workspace": (403, "says that one belongs to no workspace"),
    "mfa_deactivate_totp": (404, "there is no second step to take away"),
    "mfa_view_recovery_codes": (404, "there are no codes without a second step"),
    "mfa_download_recovery_codes": (404, "likewise"),
    "settings-reinstate-object": (404, "there is no such object"),
    "settings-end-session": (404, "there is no such session"),
    "import-object": (404, "names no object"),
    "export-file": (404, "no worker has written the file yet"),
    "settings-demo": (404, "the demo is off"),
    "demo-start": (404, "likewise"),
    "demo-remove": (404, "likewise"),
    "move-deal": (404, "names no deal"),
    "command": (404, "the job is an export"),
    "command-progress": (404, "likewise"),
    "cancel-command": (404, "likewise"),
    "command-stayed": (404, "likewise"),
    "group-rows": (404, "the list is not in groups"),
    "move-card": (403, "the list is no board"),
    "move-day": (404, "names no record"),
    "log": (422, "an activity lacks its subject"),
    "restore": (404, "the record is not in the trash"),
    "leave-import": (404, "names no file"),
    "take-import": (404, "names no file"),
    "missing-of-import": (404, "names no reference"),
    "missing-of-import-set": (404, "names no reference"),
    "undo-import-set": (404, "the import has not run, so there is nothing to take back"),
    "undo-import": (404, "the import has not run, so there is nothing to take back"),
    "uploads": (422, "wants a file"),
    "api:uploads": (415, "wants a form with a file"),
    "attach": (422, "wants a file"),
    "api:attach": (415, "wants a form with a file"),
    "api:read-notifications": (422, "wants ids, or all"),
    "file-preview": (404, "a text has no picture"),
    "api:file-preview": (404, "likewise"),
    "file-look": (404, "likewise"),
    "field-content": (404, "the field holds no file"),
    "field-preview": (404, "likewise"),
    "field-look": (404, "likewise"),
    "api:field-content": (404, "likewise"),
    "api:field-preview": (404, "likewise"),
    "settings-bring-setup-in": (422, "wants a file that was looked at"),
    "settings-remove-role": (422, "somebody has the role"),
    "settings-reset-second-step": (422, "there is no second step to take away"),
}


@pytest.fixture
def known(cast: Cast) -> dict[str, Any]:
    """A value for each parameter that an address has; a new parameter needs one here."""
    api, row = Api(cast.root), an_account(cast.root)
    upload = SimpleUploadedFile("a.csv", b"name\nHengtong\n", content_type="text/csv")
    browser = browser_of(cast.root)
    imported = browser.post("/imports/new", {"object": "accounts", "file": upload})
    share = api.post(f"/accounts/{row.pk}/shares", {"person": str(cast.ada.person_id)}).json()["id"]
    several = [SimpleUploadedFile(f"{name}.csv", b"name,city\nHengtong,Wuxi\n") for name in ("accounts", "more")]
    together = browser.post("/imports/new", {"file": several})
    job = api.post("/exports", {"object": "accounts", "format": "csv", "filter": {}}).json()["id"]
    hook = api.post("/webhooks", {"name": "ERP", "url": "https://erp.example.com/"}).json()["id"]
    message = api.post(f"/webhooks/{hook}/test").json()["id"]
    with acting(cast.root):
        Message.objects.filter(pk=message).update(state=State.DELIVERED)
        change = Change.objects.get(record_id=row.pk)
        view = View.objects.create(
            workspace_id=cast.root.workspace_id, owner_id=cast.root.person_id, object="accounts", name="Mine"
        )
        token = Token.objects.get(digest=hashlib.sha256(api.secret.encode()).digest())
        notice = Notice.objects.create(
            workspace_id=cast.root.workspace_id, person_id=id_of(cast.root), kind="changed", object="accounts",
            record_id=row.pk, change_id=change.pk, at=NOW,
        )  # fmt: skip
    return {
        "relation_id": a_relation(cast.root, a_contact(cast.root), row).pk,
        "file_id": a_file(cast.root, row).pk, "notice_id": notice.pk,
        "objects": "accounts", "record_id": row.pk, "field": "city", "cause_id": change.cause_id,
        "change_id": change.pk, "job_id": job, "import_id": imported["Location"].split("/")[2], "action": "add-tags",
        "set_id": together["Location"].split("/")[3],
        "key": "assign", "kind": "call", "key_field": "external_id", "value": "x-1", "session_id": 1,
        "token_id": token.pk, "person_id": cast.ada.person_id, "team_id": cast.east.pk, "role_id": cast.ada.role_id,
        "plural": "accounts", "workspace_id": cast.root.workspace_id, "secret": "x", "role": "sales", "uidb36": "1",
        "field_id": _a_field(cast), "object_id": new_id(), "share_id": share, "webhook_id": hook, "message_id": message,
        "view_id": view.pk, "name": "city", "rule_id": _a_rule(cast),
    }  # fmt: skip


def _a_field(cast: Cast) -> UUID:
    with acting(cast.root):
        values = {"type": "text", "label_en": "Credit line"}
        return fields.create_field(actor=cast.root, plural="accounts", values=values, now=NOW).pk


def _a_rule(cast: Cast) -> Any:
    return a_record("custom-rules", cast.root, object="accounts", refuse_when="false", message_en="Never.").pk


def address(name: str, pattern: URLPattern, known: dict[str, Any]) -> str:
    """Where a pattern leads with the known values."""
    names = getattr(pattern.pattern, "converters", {}) or pattern.pattern.regex.groupindex
    return reverse(name, kwargs={each: known[each] for each in names})


def answered(cast: Cast, known: dict[str, Any]) -> Iterator[tuple[str, dict[str, int]]]:
    """The statuses of each address by method; nothing that a request does is kept."""
    api = Api(cast.root)
    for _path, name, pattern in NAMED:
        path, statuses = address(name, pattern, known), {}
        by_token = gate_of(pattern.callback) is Gate.TOKEN
        for method in METHODS if by_token else METHODS[:2]:
            with transaction.atomic():
                if by_token:
                    body: Any = None if method in {"GET", "DELETE"} else {}
                    statuses[method] = _status(api.send(method, path.removeprefix("/api/v1"), body))
                else:
                    browser = browser_of(cast.root)
                    browser.raise_request_exception = False
                    statuses[method] = _status(browser.generic(method, path))
                transaction.set_rollback(True)
        yield name, statuses


def _status(answer: Any) -> int:
    """The status of an answer that is read to its end, so that its file is let go of."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


@pytest.mark.django_db(databases=["default", "owner"])
def test_every_address_answers(cast: Cast, known: dict[str, Any]) -> None:
    found = dict(answered(cast, known))

    assert {name: each for name, each in found.items() if max(each.values()) >= 500} == {}
    closed = {name: min(set(each.values()) - {405}) for name, each in found.items() if min(each.values()) >= 400}
    assert closed == {name: status for name, (status, _reason) in REFUSING.items()}


@pytest.mark.parametrize("method", METHODS)
def test_without_a_token_the_api_says_nothing(cast: Cast, known: dict[str, Any], method: str) -> None:
    closed = [(name, each) for _path, name, each in NAMED if gate_of(each.callback) is Gate.TOKEN]
    stranger = Client(headers={"Authorization": "Bearer plx_nobody"})

    answers = {
        name: (
            Client().generic(method, address(name, each, known)),
            stranger.generic(method, address(name, each, known)),
        )
        for name, each in closed
    }

    assert len(answers) > 20
    refused = {name: tuple(each.status_code for each in both) for name, both in answers.items()}
    assert set(refused.values()) <= {(401, 401), (405, 405)}
    assert not any(b"Hengtong" in each.content for both in answers.values() for each in both)


def test_every_page_is_looked_at_by_a_browser(cast: Cast, known: dict[str, Any]) -> None:
    """Whatever answers with a whole page stands in the list of pages that a browser tries for everybody's sake."""
    browser, whole = browser_of(cast.root), set()
    for _path, name, pattern in NAMED:
        if gate_of(pattern.callback) is not Gate.TOKEN:
            answer = browser.get(address(name, pattern, known))
            if _status(answer) == 200 and not answer.streaming and b"<html" in answer.content:
                whole.add(name)

    listed = {resolve(each).view_name for each in (*OUTSIDE, *PAGES)} | LINKED.keys() | ELSEWHERE.keys()
    assert sorted(whole - listed) == []
    assert ELSEWHERE.keys() - whole == set()
