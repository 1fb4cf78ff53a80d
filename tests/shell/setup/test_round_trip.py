"""A set-up goes from one firm to another and is the same there."""

from __future__ import annotations

import pytest
from tests.casting import NOW, Cast
from tests.shell.setup.building import a_firm, arrange, document, exported, imported, role, tried

from plexus.kernel.identity.actor import system
from plexus.kernel.schema import registry
from plexus.shell.setup import catalogue
from plexus.shell.setup.outcome import Verdict
from plexus.site.demo.actions.founding import found_demo

pytestmark = pytest.mark.django_db


def test_what_was_imported_into_an_empty_firm_is_exported_as_the_same_file(cast: Cast) -> None:
    arrange(cast.root)
    other = a_firm("other")

    outcome = imported(other, document(cast.root))

    assert [(line.place, [each.code for each in line.reasons]) for line in outcome.refused] == []
    assert exported(other) == exported(cast.root)


def test_importing_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    arrange(cast.root)
    other = a_firm("other")
    imported(other, document(cast.root))

    again = imported(other, document(cast.root))

    assert {line.verdict for line in again.lines} == {Verdict.UNCHANGED}
    assert again.cause_id is None


def test_a_dry_run_tells_what_happens_and_leaves_no_trace(cast: Cast) -> None:
    arrange(cast.root)
    other = a_firm("other")
    before = exported(other)

    told = tried(other, document(cast.root))
    untouched = exported(other)
    done = imported(other, document(cast.root))

    assert (untouched, told.cause_id, told.dry_run) == (before, None, True)
    assert told.lines == done.lines
    assert told.digest == done.digest
    assert done.counts[Verdict.CREATED] > 30


def test_a_firm_finds_its_own_set_up_unchanged(cast: Cast) -> None:
    arrange(cast.root)

    outcome = tried(cast.root, document(cast.root))

    assert [line.place for line in outcome.lines if line.verdict is not Verdict.UNCHANGED] == []


def test_the_set_up_of_the_made_up_company_is_carried_to_a_firm_of_another_language(db: None) -> None:
    demo = system(found_demo(now=NOW, language="zh-hans", size="small").workspace_id)
    other = a_firm("other")

    outcome = imported(other, document(demo))

    assert outcome.refused == ()
    assert exported(other) == exported(demo)
    assert role(other, "sales").name == role(demo, "sales").name == "销售"


def test_every_list_that_administrators_keep_is_part_of_it() -> None:
    kept = {each.plural for each in registry.standard() if each.described.administered}

    assert kept - {"people", "teams"} == {each.name for each in catalogue.sections()} - {"company", "views"}
