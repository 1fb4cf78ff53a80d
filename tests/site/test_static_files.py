"""Built files, and the way that every other request takes past them."""

from __future__ import annotations

from http import HTTPStatus
from importlib import import_module

from django.conf import settings
from django.test import Client

MARK = "/static/plexus/mark.svg"


def test_a_built_file_is_served_with_its_type_and_nothing_guessed() -> None:
    answer = Client().get(MARK)

    assert (answer.status_code, answer["Content-Type"]) == (HTTPStatus.OK, "image/svg+xml")
    assert b"".join(answer).startswith(b"<svg")
    assert "Content-Disposition" not in answer
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_browser_that_has_the_file_is_not_sent_it_again() -> None:
    known = Client().head(MARK)["ETag"]

    answer = Client().get(MARK, headers={"If-None-Match": known})

    assert (answer.status_code, answer.content) == (HTTPStatus.NOT_MODIFIED, b"")


def test_a_part_of_a_file_may_be_asked_for() -> None:
    answer = Client().get(MARK, headers={"Range": "bytes=0-3"})

    assert (answer.status_code, b"".join(answer)) == (HTTPStatus.PARTIAL_CONTENT, b"<svg")


def test_files_are_not_written_to() -> None:
    answer = Client().post(MARK)

    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_what_lies_beside_the_files_is_no_file() -> None:
    found = {path: Client().get(f"/static/{path}").status_code for path in ("../settings.py", "%2e%2e/settings.py")}

    assert HTTPStatus.OK not in found.values()


def test_every_answer_bears_the_content_security_policy() -> None:
    answer = Client().get("/healthz")

    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_no_middleware_sends_requests_through_an_event_loop() -> None:
    asynchronous = [path for path in settings.MIDDLEWARE if not _is_synchronous(path)]

    assert asynchronous == []


def _is_synchronous(path: str) -> bool:
    module, _dot, name = path.rpartition(".")
    return bool(getattr(getattr(import_module(module), name), "sync_capable", True))
