"""A story of two colleagues: one follows a customer, the other attaches an offer and mentions her; both keep a list."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect
from tests.journeys.conftest import Visiting
from tests.journeys.visiting import LANGUAGES, Visitor

pytestmark = pytest.mark.slow
# What each language says.
SAID = {
    "en": {"put": "2 files are here.", "follow": "You follow this now.", "mention": "mentioned you on",
           "attached": "put a file on", "on": "on the list", "listed": "1 record changed."},
    "zh-hans": {"put": "已添加 2 个文件。", "follow": "已关注。", "mention": "上提及了您", "attached": "添加了文件",
                "on": "在名单中", "listed": "1 条记录"},
}  # fmt: skip


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """A picture and a page of HTML that would like to run."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 800), (40, 90, 160)).save(out, "JPEG")
    picture, page = tmp_path / "site.jpg", tmp_path / "notes.html"
    picture.write_bytes(out.getvalue())
    page.write_text("<script>document.title = 'owned'</script>")
    return [picture, page]


@pytest.fixture
def manager(visit: Visiting) -> Iterator[Visitor]:
    """The colleague who follows."""
    with visit() as found:
        yield found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_follower_hears_of_files_and_mentions_and_a_list_is_kept(
    visit: Visiting, manager: Visitor, papers: list[Path], language: str
) -> None:
    said = SAID[language]
    with visit() as seller:
        seller.come_in("sales", language)
        seller.go("/accounts")
        place = LANGUAGES.index(language)
        link = _row(seller, place).locator("a").first
        address, name = (link.get_attribute("href") or "").partition("?")[0], link.inner_text()

        manager.come_in("manager", language)
        manager.go(address)
        manager.page.locator(f"[hx-post='{address}/follow']").click()
        expect(manager.toast()).to_contain_text(said["follow"])
        who = manager.page.locator(".aside .panel", has=manager.page.locator(".related .face")).last.inner_text()
        me = who.splitlines()[-1].strip()

        _attach(seller, address, papers, said)
        _mention(seller, me)
        _hear(manager, name, said)
        _keep_a_list(seller, address, place, said)


def _attach(seller: Visitor, address: str, papers: list[Path], said: dict[str, str]) -> None:
    """Two files at once, with a bar; the picture can be looked at, the page only fetched."""
    seller.go(address)
    seller.page.locator("[data-files] input[type=file]").set_input_files(papers)
    expect(seller.toast()).to_contain_text(said["put"])
    seller.page.locator(".files a", has_text="site.jpg").first.click()
    picture = seller.page.locator("#dialog img")
    expect(picture).to_be_visible()
    seller.page.wait_for_function("document.querySelector('#dialog img').naturalWidth === 1200")
    seller.page.keyboard.press("Escape")
    with seller.page.expect_download() as fetched:
        seller.page.locator(".files a", has_text="notes.html").first.click()
    assert fetched.value.suggested_filename == "notes.html"
    assert seller.page.title() != "owned"


def _mention(seller: Visitor, name: str) -> None:
    """“@” offers colleagues; who is chosen stands in the text and on the timeline."""
    seller.page.locator("#compose-tab-comment").click()
    text = seller.page.locator("#compose-comment textarea")
    text.press_sequentially(f"@{name[:3]}")
    offer = seller.page.locator("#mention-offers [role=option]", has_text=name).first
    expect(offer).to_be_visible()
    offer.click()
    expect(text).to_have_value(f"@{name} ")
    text.press_sequentially("please look.")
    seller.page.locator("#compose-comment button[type=submit]").click()
    expect(seller.page.locator("#timeline .mention").first).to_have_text(f"@{name}")


def _hear(manager: Visitor, name: str, said: dict[str, str]) -> None:
    """Within a minute or two the bell rings; the list says what happened, and what was read is read."""
    for _minute in range(40):
        manager.go("/notifications")
        if manager.page.locator(".told .unread").count() >= 3:
            break
        manager.page.wait_for_timeout(4_000)
    lines = manager.page.locator(".told .unread")
    expect(lines.filter(has_text=said["mention"]).filter(has_text=name).first).to_contain_text("please look.")
    expect(lines.filter(has_text=said["attached"]).filter(has_text="site.jpg").first).to_be_visible()
    expect(manager.page.locator(".bell b")).to_be_visible()
    count = lines.count()
    lines.filter(has_text=said["mention"]).first.locator("a").click()
    expect(manager.page.locator("#record")).to_be_visible()
    manager.go("/notifications?unread=1")
    expect(manager.page.locator(".told .unread")).to_have_count(count - 1)
    manager.page.locator("[hx-post='/notifications/read']").click()
    expect(manager.page.locator(".told .unread")).to_have_count(0)
    expect(manager.page.locator(".bell b")).to_have_count(0)


def _row(visitor: Visitor, place: int) -> Locator:
    """A record of a list; each language has its own."""
    return visitor.page.locator("[data-list] tbody tr").nth(place)


def _keep_a_list(seller: Visitor, address: str, place: int, said: dict[str, str]) -> None:
    """From the list to a list of one's own, by the bulk command; there it is a filter like any other."""
    seller.go("/accounts")
    name = _row(seller, place).locator("a").first.inner_text()
    _row(seller, place).locator("input[type=checkbox]").check()
    seller.bulk("bulk/add-to-list")
    seller.page.locator("#dialog input[name=name]").fill(f"Trade fair {place}")
    seller.page.locator("#dialog button[type=submit]").click()
    expect(seller.toast()).to_contain_text(said["listed"])
    seller.go(address)
    seller.page.locator(".aside a", has_text=f"Trade fair {place}").first.click()
    seller.page.locator(".facts .btns a.main").click()
    expect(seller.page.locator(".chip", has_text=said["on"])).to_contain_text(f"Trade fair {place}")
    expect(seller.first_row()).to_contain_text(name)
    expect(seller.page.locator("[data-list] tbody tr")).to_have_count(1)
