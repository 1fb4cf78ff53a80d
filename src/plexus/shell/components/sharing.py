"""With whom a record is shared, and why somebody can see it."""

from dataclasses import dataclass
from typing import Literal

from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import Combo, Control
from plexus.shell.components.marks import Face, Tag
from plexus.shell.components.menus import MenuItem


@dataclass(frozen=True, slots=True)
class Holder:
    """A person or a team that has a share; `over` when its time has passed, `end_url` takes it back."""

    name: str
    face: Face | None
    tag: Tag
    below: str
    over: bool = False
    end_url: str = ""


@dataclass(frozen=True, slots=True)
class SharePanel:
    """The dialog in which a record is shared: who has it, and the form to share it with more; none for onlookers.

    `listed` when the list is what to look at first: there is one, or it has just become empty.
    """

    title: str
    action: str
    holders: tuple[Holder, ...]
    controls: tuple[Control, ...] = ()
    notice: Notice | None = None
    why: MenuItem | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One reason; it opens the record, does not, or only says how far a role reaches."""

    state: Literal["good", "bad", ""]
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of seeing, changing or deleting, with the reasons."""

    label: str
    allowed: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class WhyPanel:
    """The dialog that tells why somebody can see a record; `action` asks about somebody else."""

    title: str
    action: str
    who: Combo
    answers: tuple[Answer, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    see_as_url: str = ""
    see_as_label: str = ""
    here: str = ""
