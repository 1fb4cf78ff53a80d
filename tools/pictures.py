"""Takes the pictures of the README from the demo, into docs/pictures: `python tools/pictures.py`, with Chromium."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.visiting import Chromium, Visitor, visiting  # noqa: E402 - the same visitor as in the tests
from tests.site.running import up  # noqa: E402
from tools.smaller import make_smaller  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 200_000


class Picture(NamedTuple):
    """What to show: a page, what to open on it, and what must be there before the picture is taken."""

    name: str
    path: str
    ready: str
    opens: str = ""
    language: str = "en"
    theme: str = "light"


SHOWN = (
    Picture("list", "/accounts?view=mine", "[data-list]"),
    Picture("record", "/accounts?view=mine&sort=-kind,name", "#record", "[data-list] tr:has(.tag.good) td.lead a"),
    Picture("board", "/deals/board", "[data-card]"),
    Picture("dashboard", "/dashboard", "[data-chart=won] svg"),
    Picture("board-chinese-dark", "/deals/board", "[data-card]", language="zh-hans", theme="dark"),
)


def main(arguments: list[str]) -> int:
    """Take every picture; of a Plexus that runs already when its address is given."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with _plexus(arguments) as url, sync_playwright() as playwright:
        browser = Chromium(playwright)
        for picture in SHOWN:
            with visiting(browser, url, theme=picture.theme) as visitor:
                visitor.come_in("manager", picture.language)
                _take(visitor, picture)
        browser.ends(browser.open())
    too_large = [each.name for each in PICTURES.glob("*.png") if each.stat().st_size > LARGEST]
    if too_large:
        print(f"larger than {LARGEST} bytes: {', '.join(too_large)}", file=sys.stderr)
    return len(too_large)


@contextmanager
def _plexus(arguments: list[str]) -> Iterator[str]:
    if arguments:
        yield arguments[0]
        return
    with tempfile.TemporaryDirectory() as folder, up(Path(folder) / "data", "--port", "0", "--demo") as running:
        yield running.ready["url"]


def _take(visitor: Visitor, picture: Picture) -> None:
    visitor.go(picture.path)
    if picture.opens:
        visitor.page.locator(picture.opens).first.click()
    visitor.page.locator(picture.ready).first.wait_for()
    visitor.page.wait_for_load_state("networkidle")
    path = PICTURES / f"{picture.name}.png"
    visitor.page.screenshot(path=path, animations="disabled")
    make_smaller(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
