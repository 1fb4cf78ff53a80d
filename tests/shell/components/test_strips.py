"""Cards and entries of the rail."""

from plexus.shell.components.boards import Card
from plexus.shell.components.marks import Face, Tag
from plexus.shell.components.navigation import NavItem
from plexus.shell.components.strips import card_html, nav_html

NASTY = '<b>"&'


def test_a_card_shows_who_has_it_and_what_is_next() -> None:
    html = card_html(Card("7", "Sensors", "/d/7", next="3 days late", urgency="late", face=Face("Ada"), version=2))

    assert html.startswith('<article class="card" data-card="7" data-version="2"><a href="/d/7">Sensors</a>')
    assert '<span class="seen">Ada</span><span class="next late">' in html


def test_a_bare_card_has_only_its_title() -> None:
    assert card_html(Card("7", "Sensors", "/d/7")).endswith('<a href="/d/7">Sensors</a></article>')


def test_no_card_and_no_entry_lets_markup_through() -> None:
    card = Card(NASTY, NASTY, NASTY, NASTY, amount=NASTY, face=Face(NASTY), next=NASTY, tags=(Tag(NASTY),))

    assert NASTY not in card_html(card)
    assert NASTY not in nav_html([NavItem(NASTY, NASTY, "house", NASTY)])


def test_the_entry_of_this_page_says_so() -> None:
    html = nav_html([NavItem("Deals", "/deals", "ticket", current=True), NavItem("Home", "/", "house")])

    assert html.count('aria-current="page"') == 1


def test_what_a_card_tells_bears_the_name_of_its_field() -> None:
    html = card_html(Card("7", "Press", "/m/7", "4", beside_label="Rating", amount="12", amount_label="Weight"))

    assert '<span title="Rating: 4"><span class="seen">Rating: </span>4</span>' in html
    assert '<span class="num" title="Weight: 12"><span class="seen">Weight: </span>12</span>' in html
