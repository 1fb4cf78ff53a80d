"""An action: a named verb on an object with typed parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plexus.kernel.access.rights import Level, Verb, level, may_write
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.bulk import BulkResult
from plexus.kernel.schema.field import Field, Label
from plexus.kernel.schema.field_types import EVERY_TYPE
from plexus.kernel.schema.object import Object

EVERY_OBJECT = "*"
Params = tuple[Field, ...]
RunOne = Callable[..., Any]
RunMany = Callable[..., BulkResult]
Told = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Previewed:
    """One value before and after, with the name of its record."""

    record: str
    label: Label
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an action would change: of so many records that were looked at, and whether there are more."""

    looked: int
    differing: int
    more: bool
    examples: tuple[Previewed, ...]


@dataclass(frozen=True)
class Action:
    """What may be done with a record of an object.

    `run` and `many` take actor, record_id or rows, now and the parameters by keyword; a general one takes `about` too.
    `key` is its name on the object (`win`); `name` is the one that the journal keeps (`deals.win`). `writes` are the
    fields it sets: who may not write them is not offered it. `applies` says on which objects a general action makes
    sense, `allowed` who else is not offered it. `params` are the parameters on an object. `preview` takes actor, about
    and rows by keyword and says beforehand what would change. `size` takes actor, rows, `most` and the parameters by
    keyword and counts the records that the action touches beside those it is done to, no further than beyond `most`;
    `run` and `many` of an action that has one take `told` too, which hears of each number of records that is done.
    """

    key: str
    on: str
    label: Label
    run: RunOne
    verb: Verb = Verb.UPDATE
    many: RunMany | None = None
    bulk: bool = True
    icon: str = ""
    tone: str = ""
    writes: tuple[str, ...] = ()
    trashed: bool = False
    params: Callable[[Actor, Object], Params] = lambda actor, about: ()
    applies: Callable[[Object], bool] = lambda about: True
    allowed: Callable[[Actor, Object], bool] = lambda actor, about: True
    preview: Callable[..., Preview] | None = None
    size: Callable[..., int] | None = None

    def name(self, about: Object) -> str:
        """The public name on an object."""
        return f"{about.plural}.{self.key}"

    def subject(self, about: Object) -> dict[str, Object]:
        """The object, for an action that does not know it by itself."""
        return {"about": about} if self.on == EVERY_OBJECT else {}

    def is_for(self, about: Object) -> bool:
        """Whether the object has this action."""
        return self.on in (EVERY_OBJECT, about.plural) and self.applies(about)

    def is_open_to(self, actor: Actor, about: Object) -> bool:
        """Whether the policy lets the actor do this to any record of the object at all."""
        if level(actor, about, self.verb) is Level.NONE or not self.allowed(actor, about):
            return False
        return all(may_write(actor, about, about.fields[name]) for name in self.writes)


def param(name: str, kind: str, label: Label, *, required: bool = False, **more: Any) -> Field:
    """A parameter: a field that no record keeps."""
    return Field(name, EVERY_TYPE[kind], label, required=required, **more)
