"""A body that comes slowly keeps no transaction waiting."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client
from tests.casting import Cast
from tests.shell.api.asking import Api
from tests.signing import login_of

from plexus.kernel.records.acting import acting, acting_as_login
from plexus.shell.api import door
from plexus.shell.web.arriving import actor as page_door

Noted = list[str]


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Noted:
    """In which order bodies are read and transactions begin."""
    settings.PLEXUS_DATA = tmp_path
    found: Noted = []

    class Slowly(io.BytesIO):
        def read(self, *sizes: Any) -> bytes:
            content = super().read(*sizes)
            found.extend(["read"] * bool(content))
            return content

    def began(self: WSGIRequest, environ: Any, real: Any = WSGIRequest.__init__) -> None:
        body = environ["wsgi.input"].read() if int(environ.get("CONTENT_LENGTH") or 0) else b""
        real(self, environ | {"wsgi.input": Slowly(body)})

    def noting(enter: Any) -> Any:
        @contextmanager
        def entered(*given: Any, **known: Any) -> Iterator[Any]:
            found.append("transaction")
            with enter(*given, **known) as actor:
                yield actor

        return entered

    monkeypatch.setattr(WSGIRequest, "__init__", began)
    monkeypatch.setattr(door, "acting", noting(acting))
    monkeypatch.setattr(page_door, "acting_as_login", noting(acting_as_login))
    return found


def test_a_file_sent_to_the_api_is_read_before_its_transaction(api: Api, noted: Noted) -> None:
    file = SimpleUploadedFile("a.csv", b"Name\nAcme\n" * 1000)

    answer = api.client.post(
        "/api/v1/imports",
        {"file": file, "options": '{"object": "accounts", "start": false}'},
        headers={"Authorization": f"Bearer {api.secret}"},
    )

    assert answer.status_code == 201, answer.content
    assert noted[0] == "read"
    assert "read" not in noted[noted.index("transaction") :]


def test_a_record_sent_to_the_api_is_read_before_its_transaction(api: Api, noted: Noted) -> None:
    answer = api.client.post(
        "/api/v1/accounts",
        '{"name": "Acme"}',
        content_type="application/json",
        headers={"Authorization": f"Bearer {api.secret}"},
    )

    assert answer.status_code == 201, answer.content
    assert noted[0] == "read"
    assert "read" not in noted[noted.index("transaction") :]


def test_a_file_sent_to_the_wizard_is_read_before_its_transaction(cast: Cast, noted: Noted) -> None:
    client = Client()
    client.force_login(login_of(cast.ada))
    file = SimpleUploadedFile("a.csv", b"Name\nAcme\n" * 1000)

    answer = client.post("/imports/new", {"object": "accounts", "file": file})

    assert answer.status_code == 302
    assert noted[0] == "read"
    assert "read" not in noted[noted.index("transaction") :]
