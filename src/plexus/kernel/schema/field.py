"""A field of an object, which everything generic reads instead of the model; and what every kind of field can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import override

from plexus.kernel.schema.fitting import EQUALITY, PRESENCE, Unfit
from plexus.kernel.schema.reckoning import COMPLETENESS, Reckoning

Label = str | Promise
LANGUAGES = ("en", "zh-hans")

EVERY_TYPE: dict[str, FieldType] = {}


class FieldType:
    """A kind of field. Instances hold no state: one per kind, under its key.

    `parse` turns what a door received (JSON or form text) into the stored value and raises `Unfit`;
    `render` turns a stored value into JSON; an empty value is `empty` in Python and null in JSON.
    """

    key: ClassVar[str] = ""
    operators: ClassVar[frozenset[str]] = EQUALITY | PRESENCE
    sortable: ClassVar[bool] = True
    numeric: ClassVar[bool] = False
    textual: ClassVar[bool] = False
    empty: ClassVar[Any] = None
    # The columns that reading a custom value needs.
    beside: ClassVar[tuple[str, ...]] = ("custom",)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.key:
            EVERY_TYPE[cls.key] = cls()

    def parse(self, value: Any, field: Field) -> Any:
        """The stored value for what a door received; null and blank text are the empty value."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return self.empty
        return self.convert(value, field)

    def convert(self, value: Any, field: Field) -> Any:
        """The stored value for something that is not blank; raises `Unfit`."""
        raise NotImplementedError

    def operand(self, value: Any, field: Field) -> Any:
        """The value of a comparison, by default as strict as a value to store."""
        return self.convert(value, field)

    def render(self, value: Any) -> Any:
        """The stored value as JSON."""
        return None if value == "" else value

    def read(self, row: Mapping[str, Any], field: Field) -> Any:
        """The stored value out of a row fetched by its columns."""
        return row[field.column]

    def revive(self, stored: Any, field: Field, row: Mapping[str, Any]) -> Any:
        """The value of a custom field as a row's JSON holds it; what no longer fits the field reads as empty."""
        try:
            return self.parse(stored, field)
        except Unfit:
            return self.empty

    def reckoned(self, fetched: Any) -> Any:
        """The value of a field that is reckoned, as the database gave it."""
        return self.empty if fetched is None else fetched

    def keep(self, value: Any) -> Any:
        """A parsed value as the JSON among a row's custom values."""
        return self.render(value)

    def alike(self, held: Any, stored: Any) -> bool:
        """Whether a custom value as it is kept is what stands there already."""
        return bool(held == stored)

    def store(self, value: Any, field: Field) -> dict[str, Any]:
        """The model attributes to set for a parsed value."""
        return {field.column: value}

    def output(self) -> models.Field[Any, Any]:
        """The column type that a custom value is cast to when it is compared or sorted."""
        return models.TextField()

    def json_schema(self, field: Field) -> dict[str, Any]:
        """The JSON Schema of the rendered value."""
        return {"type": ["string", "null"]}

    def example(self, field: Field) -> Any:
        """A plausible rendered value, for the documentation."""
        return "text"


@dataclass(frozen=True)
class ChoiceOption:
    """One value of a choice field: its key, its label and the tone in which pages show it.

    A retired one is known and no longer offered.
    """

    key: str
    label: Label
    tone: str = ""
    retired: bool = False


@dataclass(frozen=True)
class MergedChoice:
    """A value that was made one with another: no record holds it any more, and who names it means the other."""

    key: str
    label: Label
    into: str


@dataclass(frozen=True)
class Numbering:
    """How a running number is written: `M-` and four digits from 1 make M-0001."""

    prefix: str = ""
    digits: int = 1
    start: int = 1

    def written(self, number: int) -> str:
        """The number as records bear it."""
        return f"{self.prefix}{number:0{self.digits}d}"


@dataclass(frozen=True)
class Field:
    """A field: name as in the API, kind, and where its value stands.

    `column` is the model attribute that holds the value (`account_id` for the reference `account`); a custom field's
    value stands in the row's `custom` under its name. `sort_column` is what to sort by where that is another column.
    A `computed` field is read-only because the database makes it; a `fixed` one is set when the record is made and
    never again. `among` is the object of a list of references that names records of one object only. `definition` is
    the key of the row by which an administrator made a custom field, and a `filterable` one has an index because an
    administrator wanted it; `places`, `currency`, `most` and `kinds` are what
    it says of numbers, amounts, ratings and files, and `home` is the object that it was added to; `least` and `largest`
    bound what a column of whole numbers holds. `merged` are choices that became others. `required_when`,
    `default_expression` and `visible_when` are expressions over the object's records that administrators wrote. A field
    with a `reckoning` stands nowhere: it is read as `fetched_as`, which the reckoning says how to fetch. The text of a
    field that `names_object` is the API name of an object.
    """

    name: str
    type: FieldType
    label: Label
    column: str = ""
    required: bool = False
    unique: bool = False
    choices: tuple[ChoiceOption, ...] = ()
    target: str | None = None
    among: str | None = None
    related_name: str | None = None
    custom: bool = False
    computed: bool = False
    help: Label = ""
    max_length: int | None = None
    currency_column: str | None = None
    alias_of: str | None = None
    default: Any = None
    sort_column: str = ""
    fixed: bool = False
    definition: UUID | None = None
    filterable: bool = False
    names_object: bool = False
    places: int | None = None
    currency: str = ""
    most: int = 5
    kinds: str = ""
    home: str = ""
    least: int | None = None
    largest: int | None = None
    numbering: Numbering | None = None
    required_when: str = ""
    default_expression: str = ""
    visible_when: str = ""
    synonyms: tuple[str, ...] = field(default=())
    merged: tuple[MergedChoice, ...] = ()
    reckoning: Reckoning | None = field(default=None, compare=False, repr=False)

    @property
    def fetched_as(self) -> str:
        """The name under which a statement fetches a reckoned field."""
        return f"reckoned_{self.name}"

    @property
    def is_completeness(self) -> bool:
        """Whether it says how complete a record is."""
        return self.reckoning is not None and self.reckoning.way == COMPLETENESS

    @property
    def writable(self) -> bool:
        """Whether a person may set it at all, rights aside."""
        return not self.computed or self.alias_of is not None

    @cached_property
    def choice_keys(self) -> tuple[str, ...]:
        """The keys of the choices in their order."""
        return tuple(option.key for option in self.choices)

    @cached_property
    def offered(self) -> tuple[ChoiceOption, ...]:
        """The choices that may still be chosen."""
        return tuple(option for option in self.choices if not option.retired)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every model attribute that reading the value needs; none for a custom field, whose row carries `custom`."""
        if self.custom:
            return ()
        return (self.column, self.currency_column) if self.currency_column else (self.column,)

    @cached_property
    def _keys_by_label(self) -> Mapping[str, str]:
        found: dict[str, str] = {one.key.casefold(): one.into for one in self.merged}
        for language in LANGUAGES:
            with override(language):
                found = {str(one.label).casefold(): one.into for one in self.merged} | found
                found |= {str(option.label).casefold(): option.key for option in self.choices}
        return found | {option.key.casefold(): option.key for option in self.choices}

    def key_of_label(self, label: str) -> str | None:
        """The key of the choice with this label or key in any language, letter case aside."""
        return self._keys_by_label.get(label.strip().casefold())

    def label_of(self, key: str) -> Label:
        """The label of a choice, as it was called before it was merged too; a key that is not known is its own."""
        known: tuple[ChoiceOption | MergedChoice, ...] = (*self.choices, *self.merged)
        return next((one.label for one in known if one.key == key), key)

    def read(self, row: Mapping[str, Any]) -> Any:
        """The stored value out of a row fetched by its columns."""
        if self.reckoning:
            return self.type.reckoned(row[self.fetched_as])
        if not self.custom:
            return self.type.read(row, self)
        stored = (row["custom"] or {}).get(self.name)
        return self.type.empty if stored is None else self.type.revive(stored, self, row)
