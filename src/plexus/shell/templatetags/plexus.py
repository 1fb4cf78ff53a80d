"""What templates need to show values: icons, faces, numbers, money, days and moments in the reader's language."""

from collections.abc import Hashable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from plexus.shell.components import formats
from plexus.shell.components.boards import Card
from plexus.shell.components.icons import icon_html
from plexus.shell.components.lists import ColumnChoice
from plexus.shell.components.marks import hue_of, initials_of
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.navigation import NavItem
from plexus.shell.components.records import Fact
from plexus.shell.components.strips import card_html, choices_html, facts_html, menu_html, nav_html

register = template.Library()

Amount = Decimal | int | float


def _locale() -> Locale:
    return formats.locale_of(get_language() or "en")


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "plus" %}: a decorative icon."""
    return icon_html(name)


@register.simple_tag
def face(name: str, size: str = "", picture: str = "") -> SafeString:
    """{% face person.name "s" %}: the avatar of a name; the name itself must stand beside it or be a label."""
    if picture:
        return format_html('<span class="face {}"><img src="{}" alt=""></span>', size, picture)
    shown = initials_of(name)
    return format_html('<span class="face {} h-{}" aria-hidden="true">{}</span>', size, hue_of(name), shown)


@register.simple_tag
def card(value: Card) -> SafeString:
    """{% card card %}: one card of a board."""
    return card_html(value)


@register.simple_tag
def links(items: tuple[NavItem, ...]) -> SafeString:
    """{% links group.items %}: entries of the rail or the bottom bar."""
    return nav_html(items)


@register.simple_tag
def entries(items: tuple[MenuItem, ...]) -> SafeString:
    """{% entries menu.items %}: entries of a menu."""
    return menu_html(items)


@register.simple_tag
def facts(known: tuple[Fact, ...]) -> SafeString:
    """{% facts group.facts %}: names and values of a record."""
    return facts_html(known)


@register.simple_tag
def column_choices(choices: tuple[ColumnChoice, ...], hint: str) -> SafeString:
    """{% column_choices page.choices hint %}: the columns that may be shown."""
    return choices_html(choices, hint)


@lru_cache(maxsize=800)
def _steady(name: str, language: str | None, known: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(name, {"language": language, **dict(known)})


@register.simple_tag
def steady(name: str, **known: Hashable) -> SafeString:
    """{% steady "shell/components/rail.html" frame=frame %}: a template that knows nothing but this and the language.

    It is rendered once for each; so it must hold nothing of the request, above all no token against forgery.
    """
    return _steady(name, get_language(), tuple(known.items()))


@register.filter
def number(value: Amount | None, places: int | None = None) -> str:
    """{{ amount|number }}: grouped digits; a dash for nothing."""
    return "—" if value is None else formats.number_text(value, locale=_locale(), places=places)


@register.filter
def compact(value: Amount | None) -> str:
    """{{ amount|compact }}: 4.8M, or 482 万 in Chinese."""
    return "—" if value is None else formats.compact_text(value, locale=_locale())


@register.filter
def money(value: Amount | None, currency: str) -> str:
    """{{ deal.amount|money:deal.currency }}."""
    return "—" if value is None else formats.money_text(value, currency, locale=_locale())


@register.filter
def short_money(value: Amount | None, currency: str) -> str:
    """{{ deal.amount|short_money:"CNY" }}: ¥ 128.4 万."""
    return "—" if value is None else formats.money_text(value, currency, locale=_locale(), compact=True)


@register.filter
def day(value: date | None) -> str:
    """{{ deal.closes_on|day }}: without the year when it is this one."""
    return "—" if value is None else formats.day_text(value, locale=_locale(), today=timezone.localdate())


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """{% moment entry.at %}: relative words in a <time> that holds the exact moment."""
    if value is None:
        return "—"
    locale, zone = _locale(), timezone.get_current_timezone()
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        formats.exact_text(value, locale=locale, zone=zone),
        formats.moment_text(value, locale=locale, zone=zone, now=timezone.now()),
    )


@register.simple_tag(takes_context=True)
def replaced(context: dict[str, Any], name: str, value: str) -> str:
    """{% replaced "page" "2" %}: the query of this page with one parameter changed; empty removes it."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"
