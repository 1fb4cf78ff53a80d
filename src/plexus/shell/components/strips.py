"""Cards, and entries of rail and menus, as HTML by string: there are many on a page, and each must cost microseconds.

Every text passes `escape` exactly here.
"""

from collections.abc import Iterable
from html import escape

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from plexus.shell.components.boards import Card
from plexus.shell.components.cells import face_html, tag_html
from plexus.shell.components.icons import icon_html
from plexus.shell.components.lists import ColumnChoice
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.navigation import NavItem
from plexus.shell.components.records import Fact


def _who(card: Card) -> str:
    if card.face is None:
        return ""
    return f'{face_html(card.face.name)}<span class="seen">{escape(card.face.name)}</span>'


def _next(card: Card) -> str:
    return f'<span class="next {card.urgency}">{icon_html("clock")}{escape(card.next)}</span>' if card.next else ""


def _beside(card: Card) -> str:
    icon = icon_html(card.beside_icon) if card.beside_icon else ""
    return f"{icon}{_told(card.beside_label, card.beside, card.beside_exact)}" if card.beside else ""


def _amount(card: Card) -> str:
    return _told(card.amount_label, card.amount, card.amount, ' class="num"') if card.amount else ""


def _told(label: str, value: str, exact: str, marks: str = "") -> str:
    """A value; which field it is of, and what it is exactly, is said on hover, the first to screen readers too."""
    seen = f'<span class="seen">{escape(label)}: </span>' if label else ""
    title = f"{label}: {exact or value}" if label else exact
    told = f' title="{escape(title)}"' if title not in {"", value} else ""
    return f"<span{marks}{told}>{seen}{escape(value)}</span>"


def _facts(card: Card) -> str:
    """Further values in short; which field each is of is said to screen readers and on hover."""
    if not card.facts:
        return ""
    title = escape("\n".join(f"{label}: {exact}" for label, _value, exact in card.facts))
    told = " · ".join(
        f'<span class="seen">{escape(label)}: </span>{escape(value)}' for label, value, _exact in card.facts
    )
    return f'<span class="aspects" title="{title}">{told}</span>'


def _line(inside: str) -> str:
    return f'<div class="line-of">{inside}</div>' if inside else ""


def card_html(card: Card) -> SafeString:
    """One card of a board."""
    tags = f'<div class="tags">{"".join(map(tag_html, card.tags))}</div>' if card.tags else ""
    lines = _line(_beside(card) + _amount(card)) + tags + _line(_who(card) + _facts(card) + _next(card))
    link = f'<a href="{escape(card.url)}">{escape(card.title)}</a>'
    marks = f'data-card="{escape(card.id)}" data-version="{card.version}"'
    return mark_safe(f'<article class="card" {marks}>{link}{lines}</article>')  # noqa: S308 - escaped above


def _nav_item(item: NavItem) -> str:
    label, current = escape(item.label), ' aria-current="page"' if item.current else ""
    count = f"<b>{escape(item.count)}</b>" if item.count else ""
    inside = f"{icon_html(item.icon)}<span>{label}</span>{count}"
    return f'<a href="{escape(item.url)}" title="{label}"{current}>{inside}</a>'


def nav_html(items: Iterable[NavItem]) -> SafeString:
    """The links of a group of the rail or of the bottom bar."""
    return mark_safe("".join(map(_nav_item, items)))  # noqa: S308 - escaped above


def _menu_item(item: MenuItem) -> str:
    url, icon = escape(item.url), icon_html(item.icon) if item.icon else ""
    danger = ' class="danger"' if item.danger else ""
    inside = f"{icon}{escape(item.label)}"
    if item.method == "post":
        return f'<button type="button" role="menuitem"{danger} hx-post="{url}" hx-swap="none">{inside}</button>'
    dialog = f' hx-get="{url}" hx-target="#dialog" hx-swap="innerHTML"' if item.dialog else ""
    key = f"<kbd>{escape(item.key)}</kbd>" if item.key else ""
    return f'<a role="menuitem" href="{url}"{danger}{dialog}>{inside}{key}</a>'


def menu_html(items: Iterable[MenuItem]) -> SafeString:
    """The entries of a menu."""
    return mark_safe("".join(map(_menu_item, items)))  # noqa: S308 - escaped above


def choices_html(choices: Iterable[ColumnChoice], hint: str) -> SafeString:
    """The columns to choose from; `hint` says how one is moved."""
    handle = f'<span class="handle" title="{escape(hint)}">{icon_html("grip-vertical")}</span>'
    return mark_safe("".join([_choice(each, handle) for each in choices]))  # noqa: S308 - escaped above


def _choice(choice: ColumnChoice, handle: str) -> str:
    name, checked = escape(choice.name), " checked" if choice.shown else ""
    box = f'<input type="checkbox" name="column" value="{name}"{checked}>'
    return f'<li data-column="{name}"><label class="tick">{box}{escape(choice.label)}</label>{handle}</li>'


def _fact(fact: Fact) -> str:
    place = f' data-field="{escape(fact.name)}" tabindex="0"' if fact.name else ""
    return f"<dt>{escape(fact.label)}</dt><dd{place}>{conditional_escape(fact.html or '—')}</dd>"


def facts_html(facts: Iterable[Fact]) -> SafeString:
    """The names and values of a record; a value is escaped already where it says so."""
    return mark_safe("".join(map(_fact, facts)))  # noqa: S308 - escaped above
