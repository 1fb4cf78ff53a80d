"""What a browser would send of a form in a page, as it was drawn."""

from __future__ import annotations

from html.parser import HTMLParser

Sent = list[tuple[str, str]]


def sent(html: str) -> Sent:
    """The names and values of every control, in the order of the page."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


class _Reader(HTMLParser):
    """Collects controls: ticked boxes, chosen options (else the first), what stands in boxes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Sent = []
        self.select = self.area = ""
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An input is held at once; a select and a text area when they end."""
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "input" if "name" in given and (given.get("type") != "checkbox" or "checked" in given):
                self.found.append((given["name"], given.get("value", "")))
            case "select":
                self.select, self.options = given["name"], []
            case "option":
                self.options.append((given.get("value", ""), "selected" in given))
            case "textarea":
                self.area = given["name"]
                self.found.append((self.area, ""))

    def handle_data(self, data: str) -> None:
        """The text of a text area."""
        if self.area:
            self.found[-1] = (self.area, self.found[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        """What a select has chosen."""
        if tag == "select":
            chosen = [value for value, ticked in self.options if ticked] or [value for value, _no in self.options][:1]
            self.found += [(self.select, value) for value in chosen]
        if tag == "textarea":
            self.area = ""
