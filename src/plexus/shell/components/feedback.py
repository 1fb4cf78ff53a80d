"""What the product answers: progress, empty pages, conflicts, checklists."""

from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from plexus.shell.components.menus import MenuItem


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that stays on the page."""

    title: str
    text: str = ""
    tone: Literal["info", "good", "warn", "bad"] = "info"
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Empty:
    """A page with nothing on it yet: what it is for, one button, and perhaps a second way to fill it."""

    title: str
    text: str
    icon: str = "inbox"
    picture: str = ""
    action: MenuItem | None = None
    other: MenuItem | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work; `done` and `total` drive the bar (no total: still counting), the texts are for people."""

    title: str
    text: str
    done: int
    total: int | None
    state: Literal["running", "done", "failed"] = "running"
    url: str = ""
    cancel_url: str = ""
    result: MenuItem | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One field that two people changed: what each wrote and what both started from."""

    name: str
    label: str
    original: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A save that met a newer version. The choice of each field is posted as `keep_<name>`: mine or theirs."""

    who: str
    when: str
    fields: tuple[Disagreement, ...]
    save_url: str
    version: str
    typed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Theirs:
    """What a cell holds that somebody else saved while it was edited: what it shows, and the version to choose at."""

    html: SafeString
    version: int


@dataclass(frozen=True, slots=True)
class Contest:
    """One value that was changed since the act that is to be taken back: what it was before that, what the act made of
    it, and what somebody made of it since. `value` is what its box sends.
    """

    value: str
    record: str
    field: str
    before: str
    made: str
    now: str
    who: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to do first."""

    label: str
    text: str = ""
    done: bool = False
    action: MenuItem | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """First things to do in a new workspace; `done` and `total` drive the bar."""

    title: str
    items: tuple[Check, ...]
    progress_text: str
    done: int
    total: int
    dismiss_url: str = ""
