"""What changed inside the options of a field, a layout or a standard is told part by part, and in words."""

from __future__ import annotations

import html
import re

import pytest
from tests.casting import NOW, Cast
from tests.conformance import tailored
from tests.signing import browser_of

from plexus.kernel.records.acting import acting
from plexus.shell.administration.actions import fields

pytestmark = pytest.mark.django_db
PRESS = {"key": "press", "label_en": "Press", "label_zh": "冲床"}


def told(cast: Cast, address: str) -> str:
    """The history of a definition as it is read."""
    page = browser_of(cast.root).get(f"{address}/history").content.decode()
    told = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0])).split())
    assert "made a change" in told
    return told


def change(cast: Cast, row: object, **options: object) -> None:
    with acting(cast.root):
        fields.change_field(actor=cast.root, field_id=row.pk, values={"options": options}, now=NOW)  # type: ignore[attr-defined]


def test_choices_are_told_by_their_labels(cast: Cast) -> None:
    lathe = {"key": "lathe", "label_en": "Lathe", "label_zh": "车床"}
    row = tailored.a_field(cast.root, "accounts", "choice", options={"choices": [lathe]})

    change(cast, row, choices=[lathe, PRESS])

    page = told(cast, f"/custom-fields/{row.pk}")
    assert "Options › Choices : Lathe → Lathe, Press" in page
    assert "{" not in page


def test_of_a_change_that_words_do_not_show_it_is_told_as_it_stands(cast: Cast) -> None:
    lathe = {"key": "lathe", "label_en": "Lathe", "label_zh": "车床"}
    row = tailored.a_field(cast.root, "accounts", "choice", options={"choices": [lathe]})

    change(cast, row, choices=[lathe | {"tone": "good"}])

    assert '"tone": "good"' in told(cast, f"/custom-fields/{row.pk}")


def test_other_parts_by_their_names_and_only_what_differs(cast: Cast) -> None:
    row = tailored.a_field(cast.root, "accounts", "decimal", options={"places": 2})

    change(cast, row, places=3, default="1.5")

    page = told(cast, f"/custom-fields/{row.pk}")
    assert "Options › Decimals : 2 → 3 Options › New records begin with : – → 1.5" in page
