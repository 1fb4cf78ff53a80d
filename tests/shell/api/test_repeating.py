"""A POST that is repeated under its key does its work once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from tests import casting
from tests.shell.api.asking import Api

from plexus.crm.customers.models import Account
from plexus.kernel.records.acting import acting

pytestmark = pytest.mark.django_db
ACME = {"name": "Acme"}


def test_the_same_key_and_body_give_the_same_answer_and_one_record(api: Api) -> None:
    first = api.post("/accounts", ACME, Idempotency_Key="k-1")
    second = api.post("/accounts", ACME, Idempotency_Key="k-1")

    assert first.status_code == second.status_code == 201
    assert second.content == first.content
    assert (second["ETag"], second["Location"]) == (first["ETag"], first["Location"])
    assert second["Idempotent-Replay"] == "true"
    assert Account.objects.count() == 1


def test_another_body_or_address_under_the_key_is_a_conflict(api: Api) -> None:
    api.post("/accounts", ACME, Idempotency_Key="k-1")

    assert api.post("/accounts", {"name": "Other"}, Idempotency_Key="k-1").status_code == 409
    assert api.post("/tags", ACME, Idempotency_Key="k-1").status_code == 409
    assert Account.objects.count() == 1


def test_a_refused_request_leaves_its_key_free(api: Api) -> None:
    refused = api.post("/accounts", {}, Idempotency_Key="k-1")
    made = api.post("/accounts", ACME, Idempotency_Key="k-1")

    assert (refused.status_code, made.status_code) == (422, 201)


def test_keys_of_two_tokens_do_not_meet(api: Api, adas: Api) -> None:
    answers = [api.post("/accounts", ACME, Idempotency_Key="k"), adas.post("/accounts", ACME, Idempotency_Key="k")]

    assert [each.status_code for each in answers] == [201, 201]
    assert Account.objects.count() == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "schlüssel", "tab\there"])
def test_a_malformed_key_is_refused(api: Api, key: str) -> None:
    answer = api.post("/accounts", ACME, Idempotency_Key=key)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_an_expired_key_may_be_used_again(api: Api) -> None:
    api.post("/accounts", ACME, Idempotency_Key="k-1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE api_remembered SET expires_at = now() - interval '1 hour'")

    assert api.post("/accounts", {"name": "Other"}, Idempotency_Key="k-1").status_code == 201


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_concurrent_requests_with_one_key_make_one_record() -> None:
    with transaction.atomic():
        root = casting.a_cast().root
        api = Api(root)
    answers: list[Any] = []

    def ask() -> None:
        answers.append(api.post("/accounts", ACME, Idempotency_Key="k-1"))
        connection.close()

    threads = [threading.Thread(target=ask) for _number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert [each.status_code for each in answers] == [201] * 6
    assert len({each.content for each in answers}) == 1
    with acting(root):
        assert Account.objects.count() == 1
