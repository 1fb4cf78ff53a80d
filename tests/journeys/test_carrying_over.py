"""An administrator takes the company's set-up along, looks at another's before it comes in, and takes it back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.conftest import Visiting

SETUP = {
    "format": "plexus-setup",
    "version": 1,
    "custom-objects": {"vehicles": {"label_en": "Vehicle", "plural_en": "Vehicles", "label_zh": "车辆"}},
    "custom-fields": {
        "vehicles": {
            "plate": {"type": "text", "label_en": "Plate", "label_zh": "车牌"},
            "keeper": {"type": "reference", "label_en": "Keeper", "options": {"target": "accounts"}},
            "age": {"type": "formula", "label_en": "Length", "options": {"expression": "length(plate)"}},
        },
        "accounts": {
            "vehicle_count": {
                "type": "rollup", "label_en": "Vehicles there", "options": {"list": "vehicles", "function": "count"}
            },
            "odd": {"type": "formula", "label_en": "Odd", "options": {"expression": "no_such_field"}},
        },
    },
}  # fmt: skip


def test_a_set_up_is_fetched_looked_at_brought_in_and_taken_back(visit: Visiting, tmp_path: Path) -> None:
    with visit() as at:
        page = at.page
        at.come_in("administrator")
        page.get_by_role("link", name="Settings").first.click()
        page.get_by_role("link", name="Set-up as a file").click()
        with page.expect_download() as fetched:
            page.get_by_role("link", name="Download the set-up").click()
        fetched.value.save_as(tmp_path / "mine.json")
        mine = json.loads((tmp_path / "mine.json").read_text())
        assert (mine["format"], len(mine["pipelines"])) == ("plexus-setup", 2)

        # One's own set-up changes nothing.
        page.locator("#f-file").set_input_files(tmp_path / "mine.json")
        page.get_by_role("button", name="See what would happen").click()
        expect(page.get_by_role("heading", name="There is nothing to bring in")).to_be_visible()
        page.get_by_role("link", name="Back").click()

        (tmp_path / "other.json").write_text(json.dumps(SETUP))
        page.locator("#f-file").set_input_files(tmp_path / "other.json")
        page.get_by_role("button", name="See what would happen").click()
        expect(page.locator(".brought")).to_have_count(2)
        expect(page.locator(".brought .error")).to_contain_text("There is no field “no_such_field”")
        page.get_by_role("button", name="Bring in the other 5").click()
        expect(at.toast()).to_contain_text("5 entries brought in.")

        expect(page.locator(".rail, nav").first).to_contain_text("Vehicles")
        at.undo()
        at.go("/settings/setup")
        expect(page.locator(".rail, nav").first).not_to_contain_text("Vehicles")

        # What lies in the trash comes back out of it.
        page.locator("#f-file").set_input_files(tmp_path / "other.json")
        page.get_by_role("button", name="See what would happen").click()
        expect(page.locator("main")).to_contain_text("5 new")
        assert at.refused == []


def test_whoever_does_not_administer_finds_no_way_there(visit: Visiting) -> None:
    with visit() as at:
        at.come_in("sales")
        at.go("/settings")
        expect(at.page.get_by_role("link", name="Set-up as a file")).to_have_count(0)

        at.page.goto(at.origin + "/settings/setup")

        expect(at.page.locator("main")).to_contain_text(re.compile("role does not allow"))
        assert at.refused == [403]
