"""A server keeps every promise of its own document, whatever is sent to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from django.conf import LazySettings
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django.live_server_helper import LiveServer
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi_checks
from tests import casting
from tests.shell.api.asking import a_token
from tests.shell.api.makers import MAKERS

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.models import Cause
from plexus.kernel.records.acting import acting
from plexus.kernel.workspaces.scope import enter

EXAMPLES = 6
CHECKED = [
    checks.not_a_server_error, openapi_checks.status_code_conformance, openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance, openapi_checks.response_schema_conformance,
]  # fmt: skip
# What these objects have, the others have too; together they have every kind of field.
OBJECTS = ("accounts", "contacts", "deals", "deal-line-items", "tasks", "people")
BOUNDED = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


class Program:
    """A token, the document that it reads, and a record of each object."""

    def __init__(self, url: str, actor: Actor) -> None:
        self.url, self.actor = url, actor
        with transaction.atomic():
            self.headers = {"Authorization": f"Bearer {a_token(actor)}"}
        self.document = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json", headers=self.headers)

    def operations(self) -> Iterator[Any]:
        """Every operation beside the objects, and all of those of some objects."""
        for result in self.document.get_all_operations():
            operation = result.ok()  # type: ignore[union-attr] # A broken document shall raise.
            first = operation.path.split("/")[1]
            if first in OBJECTS or first not in MAKERS:
                yield operation

    def known_id(self, operation: Any) -> str | None:
        """The id of something that is there, in place of a made-up one."""
        first = operation.path.split("/")[1]
        if first == "causes":
            with acting(self.actor):
                return str(Cause.objects.order_by("-at").values_list("pk", flat=True).first())
        if first not in MAKERS:
            return None
        with transaction.atomic():
            enter(self.actor.workspace_id)
            values = MAKERS[first](self.actor)
        answer = requests.post(f"{self.url}/api/v1/{first}", json=values, headers=self.headers, timeout=10)
        return str(answer.json()["id"])

    def faults(self, operation: Any) -> list[str]:
        """What was found wrong with an operation."""
        known = self.known_id(operation)
        found: list[str] = []

        @BOUNDED
        @given(
            st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)),
            st.booleans(),
        )
        def ask(case: Any, use_known: bool) -> None:
            if known and use_known and "id" in (case.path_parameters or {}):
                case.path_parameters["id"] = known
            case.call_and_validate(headers=self.headers, checks=CHECKED)

        try:
            ask()
        except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - every fault is told, not only the first
            found.append(f"{operation.label}: {_whole(error)}")
        return found


def _whole(error: BaseException) -> str:
    parts = getattr(error, "exceptions", ())
    return "\n".join([str(error), *(_whole(each) for each in parts)])


@pytest.fixture
def program(transactional_db: None, live_server: LiveServer, settings: LazySettings) -> Program:
    settings.PLEXUS_API_RATE = 10**6
    settings.PLEXUS_API_FAILURES = 10**6
    with transaction.atomic():
        root = casting.a_cast().root
    return Program(live_server.url, root)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_server_keeps_every_promise_of_its_document(program: Program) -> None:
    operations = list(program.operations())

    faults = [fault for operation in operations for fault in program.faults(operation)]

    assert len(operations) > 100
    assert faults == []
