"""A visitor with a real browser: comes in as one of the demo's people and notes whatever goes wrong on the way."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING, Any

import psutil
from playwright.sync_api import Browser, Error, Locator, Playwright, Response, expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

DESK, PHONE = (1440, 900), (390, 844)
LANGUAGES = ("en", "zh-hans")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
# A refusal that a story is about is no trouble; the browser still prints it.
PRINTED = "Failed to load resource"
# Machines that test are busy: what is waited for has its time, and comes as soon as it is there.
expect.set_options(timeout=15_000)
# A page shows its buttons before it has read what they do; then it bears this mark. Nobody presses sooner.
MARKING = """addEventListener("DOMContentLoaded", () => { document.documentElement.dataset.behaves = ""; });"""
UNREAD = "html:not([data-behaves])"


class Visitor:
    """A person at a page. `troubles` are messages of the console, broken rules of the content policy and failures."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context, self.origin = context, origin
        context.add_init_script(MARKING)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.add_locator_handler(
            self.page.locator(UNREAD), lambda: self.page.wait_for_load_state("domcontentloaded"), no_wait_after=True
        )
        self.troubles: list[str] = []
        self.refused: list[int] = []
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("response", self._look)

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not text.startswith(PRINTED):
            self.troubles.append(text)

    def _look(self, answer: Response) -> None:
        if answer.status >= 500:
            self.troubles.append(f"{answer.status} {answer.url}")
        elif answer.status >= 400:
            self.refused.append(answer.status)

    def go(self, path: str) -> None:
        """Open a page of Plexus and wait until its behaviour is there."""
        self.page.goto(self.origin + path)
        self.page.wait_for_function("window.htmx !== undefined")

    def come_in(self, role: str, language: str = "en") -> None:
        """Enter the demo by its open door, and speak a language from then on."""
        self.go("/sign-in")
        self.page.locator(f"form[action='/demo/{role}'] button").click()
        expect(self.page.locator("html[data-who]")).to_be_visible()
        self.speak(language)

    def speak(self, language: str) -> None:
        """Choose the language in the menu of the bar; on a phone, where it stands in the account's."""
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.evaluate(
                "language => document.querySelector(`form button[name=language][value=${language}]`).click()", language
            )
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def find(self, text: str) -> Locator:
        """What the palette offers first for a text."""
        self.page.locator("[data-palette]").click()
        expect(self.page.locator("#palette")).to_be_visible()
        with self.page.expect_response(lambda answer: answer.url.endswith(f"q={text}")):
            self.page.locator("#palette input").fill(text)
        return self.page.locator("#palette [role=option]").first

    def show_columns(self, objects: str, *names: str) -> None:
        """Open one's own records with these columns, chosen as a person does; the choice is kept for that person."""
        self.go(f"/{objects}?view=mine")
        self.page.locator("[popovertarget=menu-columns]").click()
        for item in self.page.locator("#menu-columns li[data-column]").all():
            box, wanted = item.locator("input"), item.get_attribute("data-column") in names
            if box.is_checked() != wanted:
                with self.page.expect_response(lambda answer: "/columns" in answer.url):
                    box.evaluate("box => box.click()")
        self.go(f"/{objects}?view=mine")

    def undo(self) -> None:
        """Take back what the newest toast offers to take back."""
        button = self.page.locator("[data-undo]").last
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            button.click()
        assert answered.value.ok, answered.value.status

    def bulk(self, command: str) -> None:
        """Press a command of the bar for what is selected, where it stands: in the bar or in its menu."""
        button = self.page.locator(f"[data-bulk-url*='/{command}']")
        if not button.locator("visible=true").count():
            self.page.locator("[popovertarget=menu-bulk]").click()
        button.locator("visible=true").first.click()

    def more(self, item: str) -> None:
        """Press an entry of the menu of a record."""
        self.page.locator("[popovertarget=menu-record-more]").click()
        self.page.locator(f"#menu-record-more {item}").click()

    def first_row(self) -> Locator:
        """The first record of a list."""
        return self.page.locator("[data-list] tbody tr").first

    def toast(self) -> Locator:
        """What was said last."""
        return self.page.locator(".toast").last

    def post(self, path: str, **values: str) -> int:
        """Send a form by hand, as somebody might who does not see its button; the status of the answer."""
        self._whole()
        return int(
            self.page.evaluate(
                """async ([path, values]) => (await fetch(path, {method: "POST", body: new URLSearchParams(values),
                headers: {"X-CSRFToken": document.querySelector("meta[name=csrf-token]").content}})).status""",
                [path, values],
            )
        )

    def settle(self) -> None:
        """Wait until the page is there as a whole and nothing of it is on its way: what is looked for or pressed only
        once is where it stays.
        """
        self._whole()
        expect(self.page.locator(".htmx-request")).to_have_count(0)

    def _whole(self) -> None:
        """Wait for the parts that a page fetches after it came; they would ask for what a script has just deleted."""
        self.page.wait_for_load_state()
        expect(self.page.locator(".later:empty")).to_have_count(0)


def program() -> str | None:
    """Where the browser lies on this machine."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Chromium:
    """The browser of a file of journeys. Once in thousands of visits it never answers that a visit has ended; then it
    is killed, so that the journey goes on, and whoever comes next finds a new one.
    """

    PATIENCE = 30.0

    def __init__(self, playwright: Playwright) -> None:
        self._kind = playwright.chromium
        self._browser = self._launch()

    def open(self) -> Browser:
        """The browser that runs."""
        if not self._browser.is_connected():
            self._browser = self._launch()
        return self._browser

    def ends(self, visit: Browser | BrowserContext) -> None:
        """Close a visit, or the browser itself."""
        watch = Timer(self.PATIENCE, self._kill)
        watch.start()
        try:
            with suppress(Error):  # the browser is gone, and the visit with it
                visit.close()
        finally:
            watch.cancel()

    def _launch(self) -> Browser:
        return self._kind.launch(executable_path=program(), args=ARGUMENTS)

    @staticmethod
    def _kill() -> None:
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                if "chrom" in process.name():
                    process.kill()


@contextmanager
def visiting(chromium: Chromium, origin: str, size: tuple[int, int] = DESK, theme: Any = "light") -> Iterator[Visitor]:
    """A visitor with a clean browser; at the end nothing may have gone wrong."""
    width, height = size
    context = chromium.open().new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, locale="en-US", has_touch=size == PHONE,
        reduced_motion="reduce", timezone_id="Asia/Shanghai",
    )  # fmt: skip
    visitor = Visitor(context, origin)
    try:
        yield visitor
        visitor.page.wait_for_load_state()  # what was pressed last has arrived
    finally:
        chromium.ends(context)
    assert not visitor.troubles, visitor.troubles


def path_of(url: str) -> str:
    """The path of an address."""
    return re.sub(r"^https?://[^/]+", "", url)
