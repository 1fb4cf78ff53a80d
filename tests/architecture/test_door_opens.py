"""The door opens the workspace by itself, outside of any transaction of a test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory
from tests.casting import a_cast
from tests.signing import login_of

from plexus.kernel.identity.models import Person
from plexus.kernel.records.refusals import NotFound
from plexus.shell.web.arriving.actor import ActorMiddleware


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
