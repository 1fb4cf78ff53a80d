"""Work aside: in order, in the caller's language, and never in the database."""

from __future__ import annotations

import sys
import threading

import pytest
from django.utils.translation import get_language, override

from plexus.crm.customers.models import Account
from plexus.shell.importing.aside import SWITCH, Aside, AskedAside


def test_parts_come_back_in_order_from_another_thread() -> None:
    here = threading.get_ident()

    with Aside() as aside:
        done = list(aside.each(lambda part: (part * 2, threading.get_ident() != here), [1, 2, 3]))

    assert done == [(2, True), (4, True), (6, True)]


def test_work_aside_speaks_the_language_of_who_asked() -> None:
    with Aside() as aside, override("zh-hans"):
        begun = aside.begin(get_language)

    assert begun.result() == "zh-hans"


@pytest.mark.django_db
def test_work_aside_does_not_reach_the_database() -> None:
    with Aside() as aside, pytest.raises(AskedAside):
        aside.begin(Account.objects.first).result()


def test_what_goes_wrong_aside_is_raised_where_it_is_awaited() -> None:
    with Aside() as aside:
        parts = aside.each(lambda part: 6 // part, [1, 0, 2])

        assert next(parts) == 6
        with pytest.raises(ZeroDivisionError):
            next(parts)


def test_threads_take_turns_quickly_while_there_is_work_aside_and_as_before_after_it() -> None:
    before = sys.getswitchinterval()

    with Aside():
        with Aside():
            pass
        assert sys.getswitchinterval() <= SWITCH < before

    assert sys.getswitchinterval() == before
