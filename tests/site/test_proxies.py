"""Behind proxies: whose word is believed on where a visitor comes from."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from plexus.site.checking import machine
from plexus.site.proxies import Proxies
from plexus.site.serving.folders import DataFolder

VISITOR, PROXY = "203.0.113.9", "10.0.0.2"


def _seen(peer: str, forwarded: str = "", proto: str = "") -> tuple[str, str]:
    """The address and the protocol that pages see."""
    found: list[HttpRequest] = []

    def page(request: HttpRequest) -> HttpResponse:
        found.append(request)
        return HttpResponse()

    named = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": proto}
    request = RequestFactory(headers={name: value for name, value in named.items() if value}).get("/")
    request.META["REMOTE_ADDR"] = peer
    Proxies(page)(request)
    return found[0].META["REMOTE_ADDR"], found[0].META.get("HTTP_X_FORWARDED_PROTO", "")


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"1.2.3.4, {VISITOR}", VISITOR),
        (PROXY, f"1.2.3.4, {VISITOR}, 10.0.0.3", VISITOR),
        (PROXY, f"{VISITOR}:51234", VISITOR),
        (PROXY, "[2001:db8::7]:51234", "2001:db8::7"),
        (f"::ffff:{PROXY}", VISITOR, VISITOR),
        (PROXY, "10.0.0.3", "10.0.0.3"),
        (PROXY, f"{VISITOR}, nonsense", PROXY),
        (PROXY, "", PROXY),
        (VISITOR, "1.2.3.4", VISITOR),
    ],
)
def test_only_named_proxies_are_believed(settings: Settings, peer: str, forwarded: str, seen: str) -> None:
    settings.PLEXUS_TRUSTED_PROXIES = ["10.0.0.0/8"]

    assert _seen(peer, forwarded)[0] == seen


def test_nobody_is_believed_while_no_proxy_is_named(settings: Settings) -> None:
    settings.PLEXUS_TRUSTED_PROXIES, settings.PLEXUS_PROXIES = [], 0

    assert _seen("127.0.0.1", VISITOR) == ("127.0.0.1", "")


@pytest.mark.parametrize(
    ("forwarded", "seen"),
    [(f"1.2.3.4, {VISITOR}, 10.0.0.3", VISITOR), ("10.0.0.3", PROXY), ("x, 10.0.0.3", PROXY)],
)
def test_proxies_can_be_counted_instead(settings: Settings, forwarded: str, seen: str) -> None:
    settings.PLEXUS_TRUSTED_PROXIES, settings.PLEXUS_PROXIES = [], 2

    assert _seen(PROXY, forwarded)[0] == seen


def test_a_stranger_cannot_claim_https(settings: Settings) -> None:
    settings.PLEXUS_TRUSTED_PROXIES = ["10.0.0.0/8"]

    assert (_seen(PROXY, proto="https")[1], _seen(VISITOR, proto="https")[1]) == ("https", "")


@pytest.mark.django_db
def test_wrong_tokens_are_counted_by_visitor_and_not_by_proxy(settings: Settings) -> None:
    settings.PLEXUS_TRUSTED_PROXIES, settings.PLEXUS_API_FAILURES = ["127.0.0.1"], 2

    def asks(visitor: str) -> int:
        headers = {"X-Forwarded-For": f"9.9.9.9, {visitor}", "Authorization": "Bearer plx_wrong"}
        return Client(headers=headers).get("/api/v1/accounts").status_code

    assert [asks(VISITOR) for _ in range(3)] == [401, 401, 429]
    assert asks("198.51.100.4") == 401


@pytest.mark.parametrize(
    ("origin", "named", "good"),
    [
        ("https://crm.example.com", [], False),
        ("https://crm.example.com", ["127.0.0.1"], True),
        ("https://crm.example.com", ["nginx"], False),
        ("http://crm.example.com", [], True),
    ],
)
def test_the_check_misses_a_proxy_that_is_not_named(
    settings: Settings, tmp_path: Path, origin: str, named: list[str], good: bool
) -> None:
    settings.PLEXUS_ORIGIN, settings.PLEXUS_TRUSTED_PROXIES, settings.PLEXUS_PROXIES = origin, named, 0

    found = machine.findings(DataFolder(tmp_path), running=True, host="127.0.0.1", port=0)

    assert [each.good for each in found if each.name == "proxies"] == [good]
