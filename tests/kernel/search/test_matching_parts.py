"""A list of parts is searched by the name of what they refer to."""

from __future__ import annotations

import pytest
from tests.casting import a_deal, a_line_item, a_product

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import reading
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.search.queries.matching import matching


@pytest.mark.parametrize(("words", "found"), [("lath", 1), ("mill", 0)])
def test_a_line_item_is_found_by_its_product(root: Actor, words: str, found: int) -> None:
    a_line_item(root, a_deal(root), a_product(root, name="Lathe"))
    about = registry.of(root.workspace_id).object("deal-line-items")

    with acting(root):
        rows = reading.visible(root, about).filter(matching(root, about, words))

        assert rows.count() == found
