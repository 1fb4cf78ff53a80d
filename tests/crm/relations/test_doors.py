"""Hidden ends, ends in the trash, and hidden fields: what becomes of a relation at each door."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import strategies as st
from tests.casting import NOW, Cast, a_contact, a_relation, a_relation_type, an_account
from tests.signing import browser_of

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.query import filtering
from plexus.kernel.records import changing, reading
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry

RELATIONS = registry.standard().object("relations")
LEVELS = st.sampled_from(["none", "own", "team", "all"])


def policy(**reads: str) -> dict[str, dict[str, str]]:
    """Grants that read objects at these levels, and everything else freely."""
    rest = dict.fromkeys(("create", "update", "delete"), "all")
    return {"*": {"read": "all", **rest}, **{plural: {"read": read, **rest} for plural, read in reads.items()}}


def _listed(actor: Actor) -> tuple[set[UUID], int]:
    page = reading.read_page(actor, RELATIONS, reading.Asked(fields=("id",), limit=100))
    assert page.count is not None
    return {row["id"] for row in page.rows}, page.count.value


def test_a_relation_to_a_record_in_the_trash_waits_for_it(ada: Actor) -> None:
    person, firm = a_contact(ada), an_account(ada)
    made = a_relation(ada, person, firm)
    firms = registry.standard().object("accounts")

    with acting(ada):
        changing.trash(actor=ada, about=firms, record_id=firm.pk, now=NOW)
        assert _listed(ada) == (set(), 0)
        changing.restore(actor=ada, about=firms, record_id=firm.pk, now=NOW)
        assert _listed(ada) == ({made.pk}, 1)


def test_nobody_relates_what_he_may_not_see(cast: Cast) -> None:
    hidden, mine = a_contact(cast.ada), an_account(cast.cyd)
    kind = a_relation_type(cast.root)
    cyd = replace(cast.cyd, grants=policy(contacts="own"))

    with pytest.raises(Exception, match=r"attention|no such|allow") as trying:
        a_relation(cyd, hidden, mine, kind)

    assert type(trying.value).__name__ in {"Invalid", "NotAllowed"}
    with acting(cast.root):
        assert _listed(cast.root) == (set(), 0)


def test_a_filter_over_relations_counts_only_those_that_are_seen(cast: Cast) -> None:
    firm = an_account(cast.cyd)
    refers = a_relation_type(cast.root, name="refers", inverse_name="is referred by")
    a_relation(cast.root, a_contact(cast.ada), firm, refers)
    related = {"related": "relations_to", "exists": True}

    for actor, found in ((cast.root, [firm.pk]), (replace(cast.cyd, grants=policy(contacts="own")), [])):
        with acting(actor):
            about = registry.standard().object("accounts")
            condition = filtering.from_document(related, about=about, actor=actor, now=NOW)
            page = reading.read_page(actor, about, reading.Asked(condition=condition, fields=("id",)))
            assert [row["id"] for row in page.rows] == found


def test_a_hidden_field_hides_the_box_and_the_map(cast: Cast) -> None:
    firm = an_account(cast.ada)
    a_relation(cast.ada, a_contact(cast.ada, full_name="Zhang Wei"), firm)
    assert cast.ada.role_id is not None
    with acting(cast.root):
        Role.objects.filter(key="sales").update(fields={"relations": {"type": "hidden"}})
    browser = browser_of(cast.ada)

    assert f"/accounts/{firm.pk}/relations" not in browser.get(f"/accounts/{firm.pk}").content.decode()
    assert browser.get(f"/accounts/{firm.pk}/relations/map").status_code == 404
    assert "Zhang Wei" not in browser.get(f"/accounts/{firm.pk}/relations").content.decode()
