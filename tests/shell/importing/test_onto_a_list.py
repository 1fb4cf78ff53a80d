"""What comes in is put on a list kept by hand, by page, API and command; undoing the import takes it off again."""

from __future__ import annotations

import argparse
from typing import Any

import pytest
from tests.casting import NOW, Cast, a_record
from tests.shell.api.asking import Api
from tests.shell.importing.test_wizard import data_folder, uploaded, visitor, work  # noqa: F401 - a fixture
from tests.shell.importing.trying import tried

from plexus.kernel.identity.models import Role
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.lists.models import HandList, Member
from plexus.kernel.records import undoing
from plexus.kernel.records.acting import acting
from plexus.shell.importing.refusals import MappingInvalid
from plexus.site.command.verbs.import_ import Import as Verb

ROWS = [["Name", "City"], ["New", "Wuxi"], ["Changed", "Wuxi"], ["Same", "Suzhou"], ["New", "Wuxi"]]


def on(name: str) -> list[str]:
    """The names of the records on a list."""
    rows = Member.objects.filter(list__name=name, list__deleted_at=None, deleted_at=None)
    return sorted(str(title) for row in rows for title in _titles(row.related[0]["id"]))


def _titles(key: str) -> list[str]:
    from plexus.crm.customers.models import Account  # noqa: PLC0415

    return list(Account.objects.filter(pk=key).values_list("name", flat=True))


def test_new_changed_and_unchanged_records_come_onto_the_list_once(cast: Cast) -> None:
    a_record("accounts", cast.ada, name="Changed", city="Suzhou")
    a_record("accounts", cast.ada, name="Same", city="Suzhou")

    outcome, _sink = tried(cast.ada, "accounts", ROWS, match=("name",), onto="Fair")
    first = on("Fair")
    tried(cast.ada, "accounts", [["Name"], ["New"], ["Later"]], match=("name",), onto="Fair")

    assert first == ["Changed", "New", "Same"]
    assert on("Fair") == ["Changed", "Later", "New", "Same"]
    assert HandList.objects.filter(name="Fair").count() == 1
    assert HandList.objects.get(name="Fair").owner_id == cast.ada.person_id
    assert outcome.cause_id is not None


def test_undoing_the_import_takes_them_off_again(cast: Cast) -> None:
    tried(cast.ada, "accounts", [["Name"], ["Before"]], onto="Fair")
    outcome, _sink = tried(cast.ada, "accounts", [["Name"], ["After"]], onto="Fair")
    both = on("Fair")

    assert outcome.cause_id
    with acting(cast.ada):
        undoing.undo_cause(actor=cast.ada, cause_id=outcome.cause_id, now=NOW)

    assert both == ["After", "Before"]
    assert on("Fair") == ["Before"]


def test_anothers_list_of_the_same_name_stays_as_it_is(cast: Cast) -> None:
    tried(cast.ada, "accounts", [["Name"], ["Hers"]], onto="Fair")

    tried(cast.cyd, "accounts", [["Name"], ["His"]], onto="Fair")

    owners: dict[Any, Any] = dict(HandList.objects.filter(name="Fair").values_list("owner_id", "pk"))
    assert set(owners) == {cast.ada.person_id, cast.cyd.person_id}
    hers = Member.objects.filter(list_id=owners[cast.ada.person_id], deleted_at=None)
    assert [_titles(each.related[0]["id"]) for each in hers] == [["Hers"]]


def test_who_may_keep_no_list_and_what_stands_on_none_is_refused_before_anything_comes_in(cast: Cast) -> None:
    Role.objects.filter(pk=str(cast.ada.role_id)).update(
        grants={"*": {"read": "all", "create": "all", "update": "all"}, "lists": {"read": "all"}}
    )
    bound = actor_of_person(cast.ada.person_id or cast.root.workspace_id)
    assert bound is not None

    for actor, plural in ((bound, "accounts"), (cast.root, "lists")):
        with pytest.raises(MappingInvalid) as refused:
            tried(actor, plural, [["Name"], ["New"]], onto="Fair")
        assert "no_list" in [each.code for each in refused.value.fields]
    with pytest.raises(MappingInvalid) as refused:
        tried(cast.root, "accounts", [["Name"], ["New"]], onto="x" * 201)
    assert [each.code for each in refused.value.fields] == ["max_length"]
    assert HandList.objects.count() == 0


@pytest.mark.django_db
def test_the_wizard_asks_for_a_list_and_fills_it(cast: Cast) -> None:
    client = visitor(cast.ada)
    mapping = uploaded(client, "Name\nAcme\n", "firms.csv")
    import_id = mapping.split("/")[2]

    page = client.get(mapping).content.decode()
    asked = client.post(mapping, {"field_0": "full_name", "mode": "upsert", "list": " Fair "})
    again = client.get(mapping).content.decode()
    work(cast.ada, import_id)
    none = HandList.objects.count()
    client.post(f"/imports/{import_id}/run")
    work(cast.ada, import_id)

    assert "Put what comes in on a list" in page
    assert asked.status_code == 302
    assert 'value="Fair"' in again
    assert none == 0
    assert Member.objects.filter(list__name="Fair", list__object="contacts", deleted_at=None).count() == 1


def test_the_api_takes_a_list_and_tells_it(cast: Cast) -> None:
    api = Api(cast.ada)
    made: Any = api.client.post(
        "/api/v1/imports",
        {"options": '{"object": "accounts", "list": "Fair"}', "file": _file()},
        headers={"Authorization": f"Bearer {api.secret}"},
    )
    assert made.status_code in (201, 202), made.content
    work(cast.ada, made.json()["id"])

    assert made.json()["options"]["list"] == "Fair"
    assert on("Fair") == ["Acme"]


def _file() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    return SimpleUploadedFile("firms.csv", b"Name\nAcme\n")


def test_the_command_takes_a_list_for_one_file_only() -> None:
    verb, parser = Verb(), argparse.ArgumentParser()
    verb.add_arguments(parser)

    one = parser.parse_args(["accounts", "firms.csv", "--list", "Fair"])
    several = parser.parse_args(["accounts=firms.csv", "contacts=people.csv", "--list", "Fair"])

    assert verb.wrong_use(one) == ""
    assert verb.wrong_use(several) == "--list is for one file: plexus import OBJECT FILE."
