"""A file refers by id to what its importer may see, as page and API do, and to what its records refer to already."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.casting import NOW, Cast, a_contact, a_task, an_account, fresh, references
from tests.conformance import tailored
from tests.shell.importing.trying import tried

from plexus.crm.customers.models import Account
from plexus.crm.engagement.models import Task
from plexus.kernel.workspaces.models import WorkspaceRow


def of(row: WorkspaceRow) -> str:
    (one,) = references(row)
    return f"{one['object']}:{one['id']}"


@pytest.mark.parametrize("dry", [False, True])
def test_nobody_refers_to_what_he_may_not_see_or_what_is_not_there(cast: Cast, dry: bool) -> None:
    mine, trashed = an_account(cast.ada), an_account(cast.ada)
    Account.objects.filter(pk=trashed.pk).update(deleted_at=NOW)
    said = {
        "seen": of(mine), "foreign": of(an_account(cast.eve)), "nothing": f"accounts:{uuid4()}", "trashed": of(trashed),
        "unknown": f"nothings:{mine.pk}", "mixed": f"{of(mine)}; accounts:{uuid4()}",
    }  # fmt: skip

    _outcome, sink = tried(cast.ada, "tasks", [("subject", "related"), *said.items()], dry=dry)

    assert [row.cells[0] for row in sink.kept_back] == ["foreign", "nothing", "trashed", "unknown", "mixed"]
    assert {each.code for row in sink.kept_back for each in row.reasons} == {"not_found"}
    assert [each.subject for each in Task.objects.all()] == ([] if dry else ["seen"])


def test_what_a_record_refers_to_already_stays(cast: Cast) -> None:
    hidden = an_account(cast.eve)
    task = a_task(cast.ada, an_account(cast.ada), external_id="T1")
    Task.objects.filter(pk=task.pk).update(related=[*task.related, *references(hidden)])
    held = "; ".join(f"{each['object']}:{each['id']}" for each in fresh(task).related)
    rows = [("external_id", "subject", "related"), ("T1", "Renamed", held)]

    _outcome, sink = tried(cast.ada, "tasks", rows, match=("external_id",))

    assert [row.reasons for row in sink.kept_back] == []
    assert (fresh(task).subject, len(fresh(task).related)) == ("Renamed", 2)


def test_own_lists_of_references_are_held_to_it_too(cast: Cast) -> None:
    tailored.a_field(cast.root, "accounts", "references")
    person = a_contact(cast.ada)
    rows = [("name", "c_references"), ("Known", of(person)), ("Unknown", f"contacts:{uuid4()}")]

    _outcome, sink = tried(cast.ada, "accounts", rows)

    assert [row.cells[0] for row in sink.kept_back] == ["Unknown"]
