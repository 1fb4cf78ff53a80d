"""More than a page takes is refused with a sentence, before anything is read or done."""

from __future__ import annotations

from typing import Any

from django.test import Client
from tests.casting import Cast
from tests.signing import browser_of

from plexus.crm.customers.models import Contact


def test_a_body_that_is_too_large_is_refused_unread(cast: Cast, settings: Any) -> None:
    settings.PLEXUS_PAGE_BYTES = 1024**2
    client: Client = browser_of(cast.ada)

    answer = client.post("/imports/new", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="2097152")

    assert answer.status_code == 413
    assert "This has 2 MB; at most 1 MB are taken at once." in answer.content.decode()


def test_it_is_told_in_the_language_of_whoever_sends_it(cast: Cast, settings: Any) -> None:
    settings.PLEXUS_PAGE_BYTES = 1024**2
    client: Client = browser_of(cast.ada)
    client.post("/language", {"language": "zh-hans"})
    client.cookies.pop(settings.LANGUAGE_COOKIE_NAME)

    answer = client.post("/imports/new", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="2097152")

    assert 'lang="zh-hans"' in answer.content.decode()


def test_a_text_that_is_too_long_for_a_form_is_told(cast: Cast, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024**2

    answer = browser_of(cast.ada).post("/contacts/new", {"full_name": "x" * 1024**2})

    assert answer.status_code == 413
    assert "at most 1 MB fit into one form" in answer.content.decode()
    assert Contact.objects.count() == 0
