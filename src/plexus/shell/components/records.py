"""The record page: facts, composer and timeline, panels."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from plexus.shell.components.files import FileBox
from plexus.shell.components.forms import Control
from plexus.shell.components.marks import Bar, Face, Spark, Tag, Tone
from plexus.shell.components.menus import Menu, MenuItem, Tab


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of the record; `html` is the shown value, escaped already; `name` makes it editable in place."""

    label: str
    html: SafeString | str
    name: str = ""


@dataclass(frozen=True, slots=True)
class FactGroup:
    """A titled group of facts."""

    label: str
    facts: tuple[Fact, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """One related record in a short list."""

    label: str
    url: str = ""
    beside: str = ""
    below: str = ""
    late: bool = False
    figure: str = ""
    face: Face | None = None
    tick: MenuItem | None = None


@dataclass(frozen=True, slots=True)
class RelatedList:
    """Related records; `more` leads to all of them; `add` makes a new one; `name` is how layouts call them."""

    label: str
    items: tuple[Related, ...]
    more: MenuItem | None = None
    add: MenuItem | None = None
    note: str = ""
    none: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happened; `sentence` may hold <b> and links, escaped already; `undo_url` takes it back."""

    id: str
    icon: str
    at: datetime
    sentence: SafeString | str
    body: SafeString | str = ""
    next: str = ""
    changes: tuple[Change, ...] = ()
    undo_url: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry the composer writes; `controls` are shown when it is chosen; `mention_url` offers people."""

    name: str
    label: str
    icon: str
    placeholder: str
    url: str
    controls: tuple[Control, ...] = ()
    mention_url: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a score is what it is; `worse` colours the figure."""

    label: str
    figure: str
    worse: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A box at the right: any of a score with reasons, a text, a spark, bars, related records, files, and buttons.

    `later` is the address of what is fetched into it when the page is there.
    """

    title: str
    note: str = ""
    figure: str = ""
    figure_note: str = ""
    tone: Tone = ""
    tag: Tag | None = None
    reasons: tuple[Reason, ...] = ()
    text: SafeString | str = ""
    spark: Spark | None = None
    bars: tuple[Bar, ...] = ()
    related: RelatedList | None = None
    files: FileBox | None = None
    more: MenuItem | None = None
    actions: tuple[MenuItem, ...] = ()
    later: str = ""


@dataclass(frozen=True, slots=True)
class Meter:
    """How complete the record is; each missing field leads to where it is filled in: its `icon` names the field, its
    `key` that by which the page shows it.
    """

    share: int
    figure: str
    tone: Tone
    missing: tuple[MenuItem, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Everything a record shows. `cell_url` holds `__field__`, replaced by the browser, which sends the version."""

    title: str
    subtitle: str
    face: Face
    url: str
    groups: tuple[FactGroup, ...]
    tags: tuple[Tag, ...] = ()
    quick: tuple[MenuItem, ...] = ()
    buttons: tuple[MenuItem, ...] = ()
    menu: Menu | None = None
    lists: tuple[RelatedList, ...] = ()
    kinds: tuple[Kind, ...] = ()
    filters: tuple[Tab, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    older_url: str = ""
    panels: tuple[Panel, ...] = ()
    cell_url: str = ""
    version: int | None = None
    past: str = ""
    as_of: str = ""
    latest: str = ""
    meter: Meter | None = None
