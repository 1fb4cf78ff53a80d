"""An object: a kind of thing, made of fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import Field, Label
from plexus.kernel.schema.layout import Layout
from plexus.kernel.schema.rule import Rule
from plexus.kernel.schema.standard import NO_STANDARD, Standard
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.workspaces.models import WorkspaceRow

# How the fields of an address are called, in the order of `Description.address`.
ADDRESS = ("street", "district", "city", "region", "country", "postal_code")


@dataclass(frozen=True)
class Order:
    """A sort that is no field: its name in words, and the fields that its column is made of."""

    label: Label
    made_of: tuple[str, ...]


def nobody(actor: Actor) -> Q:
    """The condition that opens a record to nobody."""
    return Q(pk__in=())


@dataclass(frozen=True)
class Personal:
    """Records that are their owner's before all else: everybody has some, unless the role names the object.

    Others come to them only under the condition `open_to`: then they read them, or where they are `common` do with them
    what their role says. Administrators see to everything.
    """

    open_to: Callable[[Actor], Q] = nobody
    common: bool = False


@dataclass(frozen=True)
class Description:
    """What a model's own fields do not say of its object.

    `plural` is the API name. `title` is the field that names a record. `columns` are a list's first columns,
    `searched` the text fields of the search box, `keys` those found by any part (e-mail, phone). `part_of` names the
    reference whose rights a part follows. `summary` are the fields shown beside the title. `match` are the fields by
    which an import finds a record again, the surest first. `fallbacks` say which record a required reference leads to
    when an import says nothing of it: found by its `match`, or the first in its order where the text is empty. `orders`
    are sorts besides the fields, by the name of a column that is never empty.
    What is `between` records names the references to them: it is read by whoever may read every record that they lead
    to and that are not in the trash, and changed by its owner's rights among that.
    What is `bound` is read by whoever may read a record it is `about`, and by nobody else, whatever a role says.
    `personal` says how others come to records that are their owner's before all else.
    `worded` says in a filter that there is one with a certain reference, and that there is none: on the list, not on.
    `tells_of` are columns that name objects and fields: what they tell is for those who may know all of these.
    `reserved` are fields that only administrators set.
    `counted` are the fields by which a record is complete, each with its weight, and `important_by` what records come
    first by among those that are not, where an administrator said nothing else.
    `persons` are fields that hold names of people, and `address` those of an address: street, district, city, region,
    country and postal code.
    `ended_by` is the field that is filled once a record has come to its end: nothing of it is late from then on.
    `purpose` says in a sentence or two what such records are for; an empty list teaches it.
    `unsound` gives what in the changed columns of a row does not fit, as the actor who writes it knows the schema.
    """

    plural: str
    title: str = "name"
    icon: str = "box"
    department: str = ""
    columns: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    sort: tuple[str, ...] = ("-created_at",)
    orders: Mapping[str, Order] = field(default_factory=dict)
    match: tuple[str, ...] = ("external_id",)
    part_of: str | None = None
    about: str | None = None
    between: tuple[str, ...] = ()
    bound: bool = False
    personal: Personal | None = None
    worded: tuple[Label, Label] | None = None
    labels: Mapping[str, Label] = field(default_factory=dict)
    fallbacks: Mapping[str, str] = field(default_factory=dict)
    in_rail: bool = True
    administered: bool = False
    tells_of: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    counted: Mapping[str, int] = field(default_factory=dict)
    important_by: str = ""
    ended_by: str = ""
    persons: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    unsound: Callable[[Actor, Any, frozenset[str]], Iterable[FieldError]] | None = None
    custom: bool = False
    purpose: Label = ""


@dataclass(frozen=True)
class Related:
    """Records of another object that refer to this one."""

    name: str
    object: str
    field: str


@dataclass(frozen=True, eq=False)
class Object:
    """A kind of record with its fields by name, in the order of the model.

    Two objects are the same only when they are one: what is kept of an object is kept by the object itself.
    """

    key: str
    model: type[WorkspaceRow]
    label: Label
    label_plural: Label
    described: Description
    fields: Mapping[str, Field]
    rules: tuple[Rule, ...] = ()
    layouts: Mapping[UUID | None, Layout] = field(default_factory=dict)
    standard: Standard = NO_STANDARD

    @property
    def plural(self) -> str:
        """The API name."""
        return self.described.plural

    @property
    def is_custom(self) -> bool:
        """Whether an administrator made it: then its records stand in one table with those of others like it."""
        return self.described.custom

    def rows(self, workspace_id: UUID) -> QuerySet[WorkspaceRow]:
        """Its rows in a workspace, in the trash or not; whoever asks adds the policy."""
        return self.model._default_manager.filter(workspace_id=workspace_id, **self.within)

    @cached_property
    def within(self) -> Mapping[str, str]:
        """What tells its rows from others of the same table, by column."""
        return {"object": self.plural} if self.is_custom else {}

    @property
    def table(self) -> str:
        """The database table."""
        return self.model._meta.db_table

    @property
    def title(self) -> Field:
        """The field that names a record."""
        return self.fields[self.described.title]

    @cached_property
    def custom_fields(self) -> tuple[Field, ...]:
        """The fields that administrators added; their values stand in `custom`, but for those that are reckoned."""
        return tuple(each for each in self.fields.values() if each.custom and not each.is_completeness)

    @cached_property
    def reckoned_fields(self) -> tuple[Field, ...]:
        """The fields that stand nowhere, because they are reckoned out of others."""
        return tuple(each for each in self.fields.values() if each.reckoning)

    @cached_property
    def restrains(self) -> bool:
        """Whether what is reckoned depends on fields by name, so that who may not read those has no such field."""
        return any(each.reckoning.reads for each in self.reckoned_fields if each.reckoning)

    @cached_property
    def required_fields(self) -> tuple[Field, ...]:
        """The fields that no record may lack."""
        return tuple(each for each in self.fields.values() if each.required)

    @cached_property
    def is_ruled(self) -> bool:
        """Whether the workspace has rules of its own for its records."""
        return bool(self.rules) or any(each.required_when for each in self.fields.values())

    def layout_for(self, role_id: UUID | None) -> Layout | None:
        """The layout of a role, else the one for everybody; none where nobody made one."""
        return self.layouts.get(role_id) or self.layouts.get(None)

    @property
    def is_mark(self) -> bool:
        """Whether a record of it says no more than that somebody marked another one: follows it, put it on a list."""
        return bool(self.described.bound and self.described.personal)

    @property
    def is_subject(self) -> bool:
        """Whether files, followers and such can be bound to its records: rights on those are rights on the record."""
        return not (self.is_led or self.described.administered or self.described.bound)

    @property
    def is_led(self) -> bool:
        """Whether rights on the records that it names limit everybody's, also of who may do this to every record."""
        return bool(self.described.part_of or self.described.between)

    @property
    def has_owner(self) -> bool:
        """Whether its records belong to a person."""
        return "owner" in self.fields

    def with_fields(self, *more: Field) -> Object:
        """The same object with further fields."""
        return replace(self, fields={**self.fields, **{each.name: each for each in more}})
