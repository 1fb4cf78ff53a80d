"""Every address wants a person, unless it stands here with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.casting import a_cast
from tests.signing import login_of

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.records.refusals import NotFound
from plexus.shell.gates import Gate, gate_of
from plexus.shell.web.actor import ActorMiddleware

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


@pytest.mark.django_db(transaction=True)
class TestTheDoor:
    """Outside of any transaction of a test, the door alone opens the workspace."""

    @pytest.fixture
    def visit(self) -> Any:
        with transaction.atomic():
            ada = a_cast().ada
        user = login_of(ada)

        def run(view: Any) -> Any:
            request = RequestFactory().get("/anything")
            request.user = user
            request.session = {}  # type: ignore[assignment]
            return ActorMiddleware(lambda _request: HttpResponse()).process_view(request, view, (), {})

        return run

    def test_a_view_sees_the_workspace(self, visit: Any) -> None:
        assert visit(lambda _: HttpResponse(str(Person.objects.count()))).content == b"6"
        assert Person.objects.count() == 0

    def test_a_template_that_renders_late_sees_it_too(self, visit: Any) -> None:
        def view(request: Any) -> TemplateResponse:
            response = TemplateResponse(request, "404.html", {})
            response.resolve_context = lambda _context: {"reason": str(Person.objects.count())}  # type: ignore[method-assign,assignment]
            return response

        assert visit(view).is_rendered

    def test_a_stream_sees_it_while_it_is_read(self, visit: Any) -> None:
        def chunks() -> Iterator[bytes]:
            yield str(Person.objects.count()).encode()

        response = visit(lambda _: StreamingHttpResponse(chunks()))

        assert response.getvalue() == b"6"
        assert Person.objects.count() == 0

    def test_a_stream_that_is_closed_early_ends_its_transaction(self, visit: Any) -> None:
        def chunks() -> Iterator[bytes]:
            yield str(Person.objects.count()).encode()
            yield b"never read"

        response = visit(lambda _: StreamingHttpResponse(chunks()))
        first = next(iter(response))
        open_meanwhile = connection.in_atomic_block
        response.close()

        assert (first, open_meanwhile, connection.in_atomic_block) == (b"6", True, False)

    def test_a_refusal_takes_back_what_the_view_wrote(self, visit: Any) -> None:
        def view(request: Any) -> HttpResponse:
            Person.objects.filter(pk=request.actor.person_id).update(name="Changed")
            raise NotFound

        response = visit(view)
        name = visit(lambda request: HttpResponse(Person.objects.get(pk=request.actor.person_id).name))

        assert (response.status_code, name.content) == (404, b"Ada")
