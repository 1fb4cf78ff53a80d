"""The twin is worth its time: whoever breaks the product at one of these places is found out.

Each takes as long as it takes to find out, so they run when asked for: PLEXUS_TWIN_MUTANTS=1 lets firms work that go
into corners only, PLEXUS_TWIN_MUTANTS=whole the firms of the twin itself.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from tests.twin.leaks import LEAKS, TOO_MUCH
from tests.twin.machine import Cornered, Machine
from tests.twin.test_twin import FIRMS, KINDS, found, unhindered

from plexus.kernel.access import compiled
from plexus.kernel.journal.models import Change
from plexus.kernel.journal.queries import changes as log
from plexus.kernel.query import checking, sorting
from plexus.kernel.records import bulk, travelling
from plexus.kernel.records.grouping import asked as grouping
from plexus.kernel.records.queries import feed, figures, history
from plexus.kernel.records.undo import running, statements
from plexus.kernel.search.queries import matching, rights
from plexus.shell.exporting import rows as exported

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.skipif("PLEXUS_TWIN_MUTANTS" not in os.environ, reason="takes minutes: PLEXUS_TWIN_MUTANTS=1"),
    pytest.mark.timeout(3_600),
]
WHOLE = os.environ.get("PLEXUS_TWIN_MUTANTS") == "whole"
THEIRS = "now <> after AND (came OR now <> before) AS theirs"
Break = Callable[[pytest.MonkeyPatch], None]


def _everything(actor: Any, about: Any, *, trashed: bool = False, **_more: Any) -> Any:
    """Rows without asking who wants them."""
    rows = about.rows(actor.workspace_id)
    return rows.exclude(deleted_at=None) if trashed else rows.filter(deleted_at=None)


def _every_field(_actor: Any, about: Any) -> Any:
    return about.fields


def _since_and_at(workspace_id: UUID, record_id: UUID, at: datetime) -> list[Change]:
    found = Change.objects.filter(workspace_id=workspace_id, record_id=record_id, at__gte=at)
    return list(found.order_by("-id"))


def _set(where: Any, name: str, value: Any) -> Break:
    return lambda patch: patch.setattr(where, name, value)


def _instead(where: Any, name: str, before: str, after: str) -> Break:
    """A text of the product with something else in it."""
    text = getattr(where, name)
    assert before in text
    return _set(where, name, text.replace(before, after))


BREAKS: Mapping[str, Break] = {
    "undo sees no conflict": _instead(statements, "JUDGED", THEIRS, "false AS theirs"),
    "undo sees conflicts of new records only": _instead(statements, "JUDGED", THEIRS, f"came AND {THEIRS}"),
    "undo puts back what is frozen": _set(running, "_frozen", lambda _actor, _about: []),
    "undo asks for no right to the record": _set(running, "_permitted", lambda *_given: None),
    "a list of then is one change late": _instead(
        travelling, "SINCE", "at > %s AND object", "at >= %s AND object"
    ),
    "a record of then is one change late": _set(log, "since", _since_and_at),
    "sorted by a hidden field": _set(sorting, "readable_fields", _every_field),
    "filtered by a hidden field": _set(checking, "readable_fields", _every_field),
    "grouped by a hidden field": _set(grouping, "readable_fields", _every_field),
    "a hidden field in the history": _set(history, "readable_fields", _every_field),
    "a list searched by a hidden name": _set(matching, "knows_names", lambda _actor, _about: True),
    "found without permission": _set(rights, "_compiled", lambda *_given: ("TRUE", ())),
    "exported without permission": _set(exported, "visible", _everything),
    "counted without permission": _set(figures, "reading", SimpleNamespace(visible=_everything)),
    "fed without permission": _set(feed, "_of_readable", lambda _actor, _about, changes: changes),
    "history without permission": _set(history, "must_be_readable", lambda *_given: None),
    "shared for reading is shared for changing": _set(compiled, "TO_CHANGE", ""),
    "changed out of one's own sight": _set(bulk, "_must_stay", lambda *_given: None),
    **{f"a hidden file is told {way}": each for way, each in LEAKS.items()},
    **TOO_MUCH,
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_found(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, name: str) -> None:
    unhindered(settings)
    Machine.met = Counter()
    BREAKS[name](monkeypatch)

    with pytest.raises((AssertionError, ExceptionGroup)):
        found(FIRMS, *KINDS if WHOLE else (Cornered,))
