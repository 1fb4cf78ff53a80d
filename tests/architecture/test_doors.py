"""Every address wants a person, unless it stands here with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.signing import login_of

from plexus.kernel.identity.actor import Actor
from plexus.shell.gates import Gate, gate_of

OPEN = {
    "healthz": "load balancers have no login",
    "readyz": "load balancers have no login",
    "account_login": "this is where one signs in",
    "account_logout": "asks before it signs out, and a stranger has nothing to sign out of",
    "account_inactive": "says that a login is switched off",
    "account_signup": "says that there is no sign-up",
    "mfa_authenticate": "the second step comes before the session",
    "account_reset_password": "who forgot the password is not signed in",
    "account_reset_password_done": "likewise",
    "account_reset_password_from_key": "likewise; the key is the proof",
    "account_reset_password_from_key_done": "likewise",
    "welcome": "the link is the proof",
    "demo": "refuses by itself unless the demo is on and the visitor sits here",
    "language": "the sign-in page has a language too",
    "demo-removal": "the login of whoever had the demo removed goes with it; the session says which one it was",
    "demo-removed": "likewise",
    "problems": "whoever follows the type of a problem may hold no login; it tells nothing of any workspace",
}
LOGIN = {
    "workspaces", "no-workspace", "enter-workspace", "preferences", "account_reauthenticate", "mfa_reauthenticate",
    "account_change_password", "account_set_password", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "demo-start",
    "demo-remove",
}  # fmt: skip
EXAMPLES: dict[str, Any] = {
    "SlugConverter": "accounts", "UUIDConverter": UUID(int=1), "IntConverter": 1, "StringConverter": "x",
}  # fmt: skip


def _patterns(resolver: Any, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _patterns(each, prefix + str(each.pattern), inner)
        else:
            yield prefix + str(each.pattern), f"{space}{each.name}", each


NAMED = [*_patterns(get_resolver())]
EVERY = [(path, each) for path, _name, each in NAMED]
NAMES = {id(each): name for _path, name, each in NAMED}


def _of(gate: Gate) -> dict[str, URLPattern]:
    return {str(each.name): each for _path, each in EVERY if gate_of(each.callback) is gate}


def test_only_the_listed_addresses_are_open() -> None:
    assert set(_of(Gate.OPEN)) == set(OPEN)


def test_only_the_listed_addresses_do_without_a_workspace() -> None:
    assert set(_of(Gate.LOGIN)) == LOGIN


def test_only_the_api_trusts_tokens() -> None:
    assert {path.split("/")[0] for path, each in EVERY if gate_of(each.callback) is Gate.TOKEN} == {"api"}


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_a_stranger_is_sent_to_the_sign_in_page_from_everywhere_else(db: None, method: str) -> None:
    browser = Client()
    closed = [(path, each) for path, each in EVERY if gate_of(each.callback) in {Gate.PERSON, Gate.LOGIN}]

    answers = {path: getattr(browser, method)(_address(each)) for path, each in closed}

    assert len(answers) > 30
    assert {answer.status_code for answer in answers.values()} == {302}
    assert {answer["Location"].partition("?")[0] for answer in answers.values()} == {"/sign-in"}


def test_the_api_refuses_whoever_has_only_a_session(ada: Actor) -> None:
    browser = Client()
    browser.force_login(login_of(ada))

    statuses = {browser.get(f"/{path}").status_code for path in ("api/v1/me", "api/v1/accounts")}

    assert statuses == {401}


def _address(pattern: URLPattern) -> str:
    converters = pattern.pattern.converters
    return reverse(
        NAMES[id(pattern)], kwargs={name: EXAMPLES[type(each).__name__] for name, each in converters.items()}
    )
