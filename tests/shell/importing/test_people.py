"""People come in like any other rows."""

import pytest
from tests.shell.importing.bringing import Commands

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Person
from plexus.kernel.records.acting import acting

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]


def test_new_people_come_in(commands: Commands, operator: Actor) -> None:
    file = commands.a_file([("name", "email"), ("Ada", "ada@b.example"), ("Ben", "ben@b.example")])

    brought = commands.bring_in("people", file)

    assert brought.figures == {"created": 2}
    with acting(operator):
        assert list(Person.objects.order_by("name").values_list("name", "email")) == [
            ("Ada", "ada@b.example"), ("Ben", "ben@b.example"),
        ]  # fmt: skip
