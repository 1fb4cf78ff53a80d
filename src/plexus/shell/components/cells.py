"""Rows of long lists as HTML, built by string: a template engine is too slow for fifty rows of eight cells.

Every text passes `escape` exactly here; a cell never takes HTML from outside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe

from plexus.shell.components.icons import icon_html
from plexus.shell.components.lists import Column
from plexus.shell.components.marks import Tag, Tone, hue_of, initials_of

NOTHING = '<span class="quiet">—</span>'


class Cell(Protocol):
    """Anything that can stand in a row."""

    def html(self) -> str:
        """The inner HTML, escaped."""


@lru_cache(maxsize=4096)
def face_html(name: str, size: str = "s") -> str:
    """The avatar of a name; decorative, because the name stands beside it."""
    return f'<span class="face {size} h-{hue_of(name)}" aria-hidden="true">{escape(initials_of(name))}</span>'


@dataclass(frozen=True, slots=True)
class Text:
    """A plain text; empty shows a dash."""

    value: str
    tone: Tone = ""

    def html(self) -> str:
        """The text."""
        if not self.value:
            return NOTHING
        return f'<span class="{self.tone}">{escape(self.value)}</span>' if self.tone else escape(self.value)


@dataclass(frozen=True, slots=True)
class Lead:
    """The name of the record, with its face and its link; `sub` is another name or a number."""

    value: str
    url: str
    sub: str = ""
    face: bool = True

    def html(self) -> str:
        """The face, the link and what stands behind it."""
        face = face_html(self.value) if self.face else ""
        sub = f'<span class="sub">{escape(self.sub)}</span>' if self.sub else ""
        link = f'<a href="{escape(self.url)}">{escape(self.value)}</a>'
        return f'<span class="cell">{face}<span>{link}{sub}</span></span>'


@dataclass(frozen=True, slots=True)
class Link:
    """A related record; with `face` it is a person."""

    value: str
    url: str = ""
    face: bool = False

    def html(self) -> str:
        """The link, or a dash."""
        if not self.value:
            return NOTHING
        text = f'<a href="{escape(self.url)}">{escape(self.value)}</a>' if self.url else escape(self.value)
        return f'<span class="cell">{face_html(self.value)}<span>{text}</span></span>' if self.face else text


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file: its name leads to its bytes, or where `look_url` is given shows it large in the dialog."""

    name: str
    icon: str = "file"
    fetch_url: str = ""
    look_url: str = ""

    def html(self) -> str:
        """The icon and the name, or a dash."""
        if not self.name:
            return NOTHING
        return f'<span class="cell held-file">{icon_html(self.icon)}{self.link_html()}</span>'

    def link_html(self) -> str:
        """The name alone, leading to the file where it can be opened."""
        name, fetch, look = escape(self.name), escape(self.fetch_url), escape(self.look_url)
        if look:
            opened = f'hx-get="{look}" hx-target="#dialog" hx-swap="innerHTML"'
            return f'<a class="link" href="{look}" {opened}>{name}</a>'
        return f'<a class="link" href="{fetch}" download>{name}</a>' if fetch else f"<span>{name}</span>"


@lru_cache(maxsize=4096)
def tag_html(tag: Tag) -> str:
    """A tag."""
    kind = f"tag {tag.tone} plain" if tag.plain else f"tag {tag.tone}"
    return f'<span class="{kind}">{escape(tag.label)}</span>'


@dataclass(frozen=True, slots=True)
class Tags:
    """One or more states or labels."""

    tags: tuple[Tag, ...]

    def html(self) -> str:
        """The tags, or a dash."""
        if not self.tags:
            return NOTHING
        if len(self.tags) == 1:
            return tag_html(self.tags[0])
        return f'<span class="tags">{"".join(map(tag_html, self.tags))}</span>'


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in words with the exact time behind it; `iso` is the machine's form."""

    value: str
    iso: str = ""
    title: str = ""
    tone: Tone = ""

    def html(self) -> str:
        """The time, or a dash."""
        if not self.value:
            return NOTHING
        tone = f' class="{self.tone}"' if self.tone else ""
        title = escape(self.title)
        return f'<time datetime="{escape(self.iso)}" title="{title}"{tone}>{escape(self.value)}</time>'


@dataclass(frozen=True, slots=True)
class Mark:
    """Yes or no."""

    value: bool
    label: str

    def html(self) -> str:
        """A tick with its word for screen readers; no is said, as what nobody said has the dash."""
        if not self.value:
            return f'<span class="quiet">{escape(self.label)}</span>'
        return f'<span aria-hidden="true">✓</span><span class="seen">{escape(self.label)}</span>'


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage as a small bar with its figure."""

    value: int
    figure: str
    tone: Tone = ""

    def html(self) -> str:
        """The bar and the figure."""
        bar = f'<svg class="meter" aria-hidden="true"><rect width="{self.value}%" height="100%"/></svg>'
        return f'<span class="share {self.tone}">{bar}<span class="num">{escape(self.figure)}</span></span>'


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a record lacks: each field, by name and label, a link that begins to fill it in."""

    fields: tuple[tuple[str, str], ...]

    def html(self) -> str:
        """The links, or a dash."""
        if not self.fields:
            return NOTHING
        links = (
            f'<a class="tag plain" href="#{name}" data-fix="{name}">{escape(label)}</a>' for name, label in self.fields
        )
        return f'<span class="tags">{"".join(links)}</span>'


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `url` opens it and `label` names it for the select box."""

    id: str
    url: str
    label: str
    cells: tuple[Cell, ...]
    version: int = 0


def _openings(columns: Sequence[Column]) -> list[str]:
    return [_opening(column) for column in columns]


def _opening(column: Column) -> str:
    names = " ".join(filter(None, (column.place, "num" if column.numeric else "")))
    kind = f' class="{names}"' if names else ""
    kept = "field" if column.editable else "calculated" if column.calculated else ""
    field = f' data-{kept}="{escape(column.name)}"' if kept else ""
    return f"<td{kind}{field}>"


def _pick(row: Row, words: str) -> str:
    label = escape(words.replace("%s", row.label, 1))
    box = f'<input type="checkbox" class="pick" name="id" value="{escape(row.id)}" aria-label="{label}">'
    return f'<td class="sel">{box}</td>'


def row_html(row: Row, openings: Sequence[str], select_words: str) -> str:
    """One row; `select_words` is the translated "Select %s", empty for a table without selection."""
    body = "".join([opening + cell.html() + "</td>" for opening, cell in zip(openings, row.cells, strict=True)])
    pick = _pick(row, select_words) if select_words else ""
    return (
        f'<tr tabindex="-1" id="r-{escape(row.id)}" data-id="{escape(row.id)}" data-url="{escape(row.url)}"'
        f' data-version="{row.version}">{pick}{body}</tr>'
    )


def rows_html(columns: Sequence[Column], rows: Iterable[Row], *, select_words: str = "") -> SafeString:
    """All rows of a table in the order given."""
    openings = _openings(columns)
    return mark_safe("".join([row_html(row, openings, select_words) for row in rows]))  # noqa: S308 - escaped above


def cell_html(column: Column, cell: Cell) -> SafeString:
    """One cell alone, for the answer to an edit in place."""
    return mark_safe(f"{_opening(column)}{cell.html()}</td>")  # noqa: S308 - escaped above


def inner_html(cell: Cell) -> SafeString:
    """What stands in one cell, to be put there by the page."""
    return mark_safe(cell.html())  # noqa: S308 - escaped above
