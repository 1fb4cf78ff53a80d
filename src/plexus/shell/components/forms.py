"""Forms and wizard steps."""

from dataclasses import dataclass
from typing import Literal

from plexus.shell.components.feedback import Contest, Notice
from plexus.shell.components.menus import MenuItem, Tab

LARGE = frozenset({"textarea", "rich", "multiple", "combo", "held_file"})
ControlKind = Literal[
    "input", "textarea", "rich", "select", "multiple", "checkbox", "radio", "amount", "file", "combo", "expression",
    "upload", "held_file", "filter", "contests",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    value: str
    label: str
    chosen: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """What a combo box holds: a value with its label, sent under `name`."""

    name: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Combo:
    """A box to type in that offers what the server finds; `free` takes what is typed as it is."""

    id: str
    name: str
    label: str
    url: str = ""
    tokens: tuple[Token, ...] = ()
    many: bool = False
    free: bool = False
    placeholder: str = ""
    redraw: bool = False
    autofocus: bool = False
    required: bool = False
    described_by: str = ""
    errors: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """What stands in the box: the one thing that is chosen."""
        return self.tokens[0].label if self.tokens and not self.many else ""


@dataclass(frozen=True, slots=True)
class Control:
    """A labelled control. `type` is the HTML type of an input; `value` is the text it starts with.

    `most` is how many bytes a file may have. Of a filter `told` is what it says, and `suggest_url` leads to the dialog
    that builds it. Of contests `told` is the label of the box that ticks them all. What `finds` records by name knows
    the one that its text means: `known` is its id and that text.
    """

    name: str
    label: str
    kind: ControlKind = "input"
    type: str = "text"
    value: str = ""
    options: tuple[Option, ...] = ()
    hint: str = ""
    errors: tuple[str, ...] = ()
    required: bool = False
    wide: bool = False
    readonly: bool = False
    disabled: bool = False
    autofocus: bool = False
    checked: bool = False
    placeholder: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    step: str = ""
    accept: str = ""
    several: bool = False
    most: int = 0
    suggest_url: str = ""
    finds: bool = False
    known: str = ""
    combo: Combo | None = None
    bare: bool = False
    prefix: str = "f"
    reacts: bool = False
    unseen: bool = False
    told: str = ""
    contests: tuple[Contest, ...] = ()

    @property
    def sent(self) -> str:
        """What a form sends of the control as it stands, its values one below the other."""
        match self.kind:
            case "select" | "radio" | "multiple":
                chosen = [each.value for each in self.options if each.chosen]
                return "\n".join(chosen or [each.value for each in self.options if self.kind == "select"][:1])
            case "checkbox":
                return (self.value or "true") if self.checked else ""
            case "combo":
                return "\n".join(each.value for each in self.combo.tokens) if self.combo else ""
            case _:
                return str(self.value)

    @property
    def file_name(self) -> str:
        """What the file is called that a control of the kind `held_file` holds: its value says so behind the id."""
        return self.value.partition("/")[2]

    @property
    def id(self) -> str:
        """The id of the element."""
        return f"{self.prefix}-{self.name}"

    @property
    def template(self) -> str:
        """The template that draws this kind."""
        return f"shell/controls/{self.kind}.html"

    @property
    def is_large(self) -> bool:
        """Whether it needs more room than the cell of a table has."""
        return self.kind in LARGE

    @property
    def is_text(self) -> bool:
        """Whether Enter begins a new line in it."""
        return self.kind in {"textarea", "rich"}

    @property
    def described_by(self) -> str:
        """The ids of what explains the control."""
        parts = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.errors)
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A titled group of controls; a folded one stands behind its title until it is opened."""

    label: str
    controls: tuple[Control, ...]
    folded: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a wizard."""

    label: str
    state: Literal["done", "current", "ahead"]
    url: str = ""


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with one form. `draft` is the key under which unsent text is kept in the browser.

    `redraws` is where the form is drawn anew after a choice; what is chosen is kept in the browser, too.
    """

    title: str
    action: str
    groups: tuple[FieldGroup, ...]
    save_label: str
    cancel_url: str = ""
    draft: str = ""
    notice: Notice | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    upload: bool = False
    more: tuple[MenuItem, ...] = ()
    steps: tuple[Step, ...] = ()
    intro: str = ""
    reacts_url: str = ""
    redraws: str = ""


@dataclass(frozen=True, slots=True)
class SettingsSection:
    """A titled group of settings pages."""

    label: str
    items: tuple[Tab, ...]
