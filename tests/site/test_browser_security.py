"""What browsers are told: where scripts may come from, who may frame a page, and where cookies go."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.casting import Cast, a_deal
from tests.signing import browser_of, login_of, signs_in

pytestmark = pytest.mark.django_db
SAFE_DIRECTIVES = {
    "default-src": "'self'", "script-src": "'self'", "style-src": "'self'", "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data: blob:", "font-src": "'self'", "connect-src": "'self'", "worker-src": "'self'",
    "manifest-src": "'self'", "object-src": "'none'", "base-uri": "'none'", "form-action": "'self'",
    "frame-ancestors": "'none'",
}  # fmt: skip
PAGES = (
    "/",
    "/deals",
    "/deals/board",
    "/dashboard",
    "/trash",
    "/imports/new",
    "/settings",
    "/settings/people",
    "/api/v1/docs",
)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>|\son[a-z]+=|javascript:", re.IGNORECASE
)
ELSEWHERE = re.compile(r"<(?:script|link|img|iframe|form)[^>]*(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)
ASKED = (
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS", "SECURE_CONTENT_TYPE_NOSNIFF", "X_FRAME_OPTIONS",
    "SECURE_REFERRER_POLICY", "SECURE_CROSS_ORIGIN_OPENER_POLICY",
)  # fmt: skip


def _policy(answer: Any) -> dict[str, str]:
    parts = (each.strip().partition(" ") for each in answer["Content-Security-Policy"].split(";") if each.strip())
    return {name: value for name, _space, value in parts}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_runs_its_own_scripts_only(cast: Cast, path: str) -> None:
    answer = browser_of(cast.root).get(path)

    page = answer.content.decode()
    assert (answer.status_code, _policy(answer)) == (200, SAFE_DIRECTIVES)
    assert INLINE.findall(page) == []
    assert ELSEWHERE.findall(page) == []


@pytest.mark.parametrize("path", ["/sign-in", "/nothing", "/api/v1/me", "/healthz", "/welcome/x"])
def test_strangers_are_told_the_same(db: None, path: str) -> None:
    answer = Client().get(path)

    assert _policy(answer) == SAFE_DIRECTIVES
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert (answer["Referrer-Policy"], answer["Cross-Origin-Opener-Policy"]) == ("same-origin", "same-origin")


def test_what_was_typed_into_a_record_never_becomes_a_script(cast: Cast) -> None:
    deal = a_deal(cast.ada, name='"><script>alert(1)</script><img src=x onerror=alert(1)>')

    pages = [browser_of(cast.ada).get(path).content.decode() for path in ("/deals", f"/deals/{deal.pk}")]

    assert all("&lt;script&gt;alert(1)" in page for page in pages)
    assert not any("<script>alert" in page or "<img src=x" in page for page in pages)


def test_a_session_is_kept_from_scripts_and_from_other_sites(cast: Cast) -> None:
    browser = Client()
    assert signs_in(browser, login_of(cast.ada).email) == 302

    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_another_site_cannot_post_in_somebodys_name(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(login_of(cast.ada))

    answer = browser.post("/accounts/new", {"name": "Forged"})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("origin", "secure", "seconds"), [("https://crm.example.com", True, 31_536_000), ("", False, 0)]
)
def test_cookies_go_over_https_only_where_there_is_https(
    tmp_path: Path, origin: str, secure: bool, seconds: int
) -> None:
    told = f"{{name: getattr(settings, name) for name in {ASKED}}}"
    code = f"import json; from plexus.site import settings; print(json.dumps({told}))"
    known = {**os.environ, "PLEXUS_ORIGIN": origin, "PLEXUS_DATA": str(tmp_path), "SECRET_KEY": "for this test only"}

    said = subprocess.run([sys.executable, "-c", code], env=known, capture_output=True, text=True, check=True)

    assert json.loads(said.stdout) == {
        "SESSION_COOKIE_SECURE": secure, "CSRF_COOKIE_SECURE": secure, "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax", "CSRF_COOKIE_SAMESITE": "Lax", "SECURE_HSTS_SECONDS": seconds,
        "SECURE_CONTENT_TYPE_NOSNIFF": True, "X_FRAME_OPTIONS": "DENY", "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
    }  # fmt: skip
