"""`plexus setup` as an operator runs it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from tests.shell.setup.building import a_firm, arrange, exported

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting
from plexus.kernel.schema.models import ObjectDefinition
from plexus.kernel.values.refusals import Refusal
from plexus.shell.setup.refusals import SetupTooLarge
from plexus.site.command.verb import Exit, Output
from plexus.site.command.verbs.setup import Setup
from plexus.site.command.verbs.undo import Undo
from plexus.site.command.workspaces import NoSuchAct

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


@pytest.fixture
def first() -> Actor:
    """The administrator of a firm that has arranged a lot."""
    made = a_firm("first")
    arrange(made)
    return made


@pytest.fixture
def second() -> Actor:
    """The administrator of a firm that has arranged nothing."""
    return a_firm("second")


def run(*arguments: str | Path, as_json: bool = True) -> Exit:
    """Run `plexus setup`."""
    verb, parser = Setup(), argparse.ArgumentParser()
    parser.add_argument("--workspace")
    verb.add_arguments(parser)
    asked = parser.parse_args([str(each) for each in arguments])
    assert verb.wrong_use(asked) == ""
    return verb.run(asked, Output(as_json=as_json))


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The one JSON object that was printed."""
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_set_up_is_carried_over_and_taken_back(
    first: Actor, second: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, before = tmp_path / "setup.json", exported(second)

    written, there = run("export", file, "--workspace", "first"), told(capsys)
    tried, trial = run("import", file, "--workspace", "second", "--dry-run"), told(capsys)
    untouched = exported(second)
    brought, done = run("import", file, "--workspace", "second"), told(capsys)

    assert (written, tried, brought) == (Exit.DONE, Exit.DONE, Exit.DONE)
    assert there == {"file": str(file), "entries": sum(done["counts"].values()), "left_out": []}
    assert untouched == before
    assert trial | {"dry_run": False, "cause": done["cause"]} == done
    assert file.read_text() == exported(first) == exported(second)
    with pytest.raises(NoSuchAct, match=r"“first” knows of no act .* There are: first, second\."):
        Undo().run(
            argparse.Namespace(workspace="first", cause=done["cause"], dry_run=False, force=False), Output(as_json=True)
        )
    undone = Undo().run(
        argparse.Namespace(workspace="second", cause=done["cause"], dry_run=False, force=False), Output(as_json=True)
    )
    assert undone is Exit.DONE
    with acting(second):
        assert not ObjectDefinition.objects.filter(workspace_id=second.workspace_id, deleted_at=None).exists()


def test_it_tells_people_what_becomes_of_each_entry(
    second: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "setup.json"
    content = {"format": "plexus-setup", "version": 1, "company": {"currency": "EUR"}, "tags": {"VIP": {"tone": ""}}}
    file.write_text(json.dumps(content))

    code = run("import", file, "--workspace", "second", "--dry-run", as_json=False)

    assert code is Exit.DONE
    assert capsys.readouterr().out.splitlines() == [
        "changed: company", "    currency: CNY → EUR", "created: tags › VIP",
        "1 created, 1 changed, 0 unchanged, 0 refused", "This was a trial. Nothing was changed.",
    ]  # fmt: skip


def test_a_refused_entry_ends_it_with_its_place(
    second: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "setup.json"
    content = {"format": "plexus-setup", "version": 1, "tags": {"VIP": {"tone": "pink"}, "New": {}}}
    file.write_text(json.dumps(content))

    refused, said = run("import", file, "--workspace", "second"), told(capsys)
    skipped, others = run("import", file, "--workspace", "second", "--skip-refused"), told(capsys)

    assert (refused, said["error"]["code"]) == (Exit.REFUSED, "setup_refused")
    assert [each["field"] for each in said["error"]["errors"]] == ["tags › VIP › tone"]
    assert (skipped, others["counts"]["created"], others["counts"]["refused"]) == (Exit.REJECTED_ROWS, 1, 1)


def test_what_is_no_set_up_ends_it_with_the_place(
    second: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "setup.json"
    file.write_text('{"format": "plexus-setup",\n "version": 1,,}')

    code = run("import", file, "--workspace", "second", as_json=False)

    assert code is Exit.REFUSED
    assert "This is not JSON: line 2, column 15." in capsys.readouterr().err


def test_a_file_that_is_too_large_or_not_there_is_refused(second: Actor, tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    large.write_bytes(b" " * 3_000_001)

    with pytest.raises(SetupTooLarge):
        run("import", large, "--workspace", "second")
    with pytest.raises(Refusal, match="cannot be read"):
        run("import", tmp_path / "none.json", "--workspace", "second")


def test_only_what_is_brought_in_can_be_tried() -> None:
    asked = argparse.Namespace(way="export", dry_run=True, skip_refused=False)

    assert Setup().wrong_use(asked) == "--dry-run and --skip-refused are for “plexus setup import”."
