"""A set-up goes from one firm to another and is the same there."""

from __future__ import annotations

import pytest
from tests.casting import Cast
from tests.shell.setup.building import a_firm, arrange, document, exported, imported, tried

from plexus.shell.setup.outcome import Verdict

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
