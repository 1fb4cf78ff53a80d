"""Making an object out of a model: each column says its kind, label, bounds and target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models

from plexus.kernel.schema import columns
from plexus.kernel.schema.field import ChoiceOption, Field, Label
from plexus.kernel.schema.field_types import EVERY_TYPE
from plexus.kernel.schema.object import Description, Object
from plexus.kernel.workspaces.models import WorkspaceRow

KINDS: tuple[tuple[type[Any], str], ...] = (
    (columns.MoneyColumn, "money"),
    (columns.PercentColumn, "percent"),
    (columns.PhoneColumn, "phone"),
    (columns.EmailsColumn, "emails"),
    (columns.PhonesColumn, "phones"),
    (columns.ReferencesColumn, "references"),
    (columns.TagsColumn, "tags"),
    (columns.DocumentColumn, "document"),
    (columns.ContentColumn, "content"),
    (models.ForeignKey, "reference"),
    (models.UUIDField, "id"),
    (models.EmailField, "email"),
    (models.URLField, "url"),
    (models.TextField, "long_text"),
    (models.BooleanField, "yes_no"),
    (models.IntegerField, "integer"),
    (models.DecimalField, "decimal"),
    (models.DateTimeField, "date_time"),
    (models.DateField, "date"),
    (ArrayField, "choices"),
    (models.CharField, "text"),
)
POSITIVE = (models.PositiveIntegerField, models.PositiveSmallIntegerField, models.PositiveBigIntegerField)
# What two bytes hold.
SMALL = 32_767
NOT_FIELDS = {"workspace", "custom", "deleted_at", "user", "password", "settings", "sort_key"}
LAST = ("owner", "team", "tags", "external_id", "created_at", "created_by", "updated_at", "updated_by", "version")


def object_of(model: type[WorkspaceRow], described: Description) -> Object:
    """The object that a model and its description make."""
    found = {each.name: each for each in _fields(model, described)}
    ordered = [name for name in found if name not in LAST] + [name for name in LAST if name in found]
    return Object(
        key=model._meta.model_name or "",
        model=model,
        label=model._meta.verbose_name or "",
        label_plural=model._meta.verbose_name_plural or "",
        described=described,
        fields={name: found[name] for name in ordered},
    )


def _fields(model: type[WorkspaceRow], described: Description) -> Iterator[Field]:
    hidden = NOT_FIELDS | set(getattr(model, "NOT_FIELDS", ()))
    for column in model._meta.concrete_fields:
        if column.name in hidden or column.name.endswith("_currency"):
            continue
        key = _kind(column)
        if key:
            yield _field(column, key, described)


def _kind(column: models.Field[Any, Any]) -> str | None:
    if isinstance(column, columns.PrimaryColumn):
        return "email" if column.name == "email" else "phone"
    if column.choices and not isinstance(column, ArrayField):
        return "choice"
    if isinstance(column, models.GeneratedField):
        return _kind(cast("models.Field[Any, Any]", column.output_field))
    return next((key for kind, key in KINDS if isinstance(column, kind)), None)


def _field(column: models.Field[Any, Any], key: str, described: Description) -> Field:
    computed = not column.editable or isinstance(column, models.GeneratedField)
    base = getattr(column, "base_field", column)
    return Field(
        name=column.name,
        type=EVERY_TYPE[key],
        label=described.labels.get(column.name, column.verbose_name),
        column=column.attname,
        required=not column.blank
        and not computed
        and not column.has_default()
        and column.db_default is models.NOT_PROVIDED,
        unique=column.unique and not column.primary_key,
        choices=_choices(base, column),
        target=_target(column),
        among=getattr(column, "among", "") or None,
        related_name=_related_name(column),
        names_object=isinstance(column, columns.ObjectColumn),
        computed=computed,
        fixed=column.name in getattr(column.model, "FIXED", ()),
        alias_of=column.of if isinstance(column, columns.PrimaryColumn) else None,
        help=column.help_text,
        max_length=getattr(base, "max_length", None),
        currency_column=_currency(column),
        sort_column=_sort_column(column, described),
        least=0 if isinstance(column, POSITIVE) else None,
        largest=SMALL if isinstance(column, models.PositiveSmallIntegerField) else None,
        default=column.default if column.has_default() and not callable(column.default) else None,
    )


def _choices(base: models.Field[Any, Any], column: models.Field[Any, Any]) -> tuple[ChoiceOption, ...]:
    tones = getattr(column.model, "TONES", {})
    flat = [pair for pair in (base.choices or ()) if not isinstance(pair[1], list | tuple)]
    return tuple(ChoiceOption(str(key), cast("Label", label), tones.get(key, "")) for key, label in flat if key != "")


def _target(column: models.Field[Any, Any]) -> str | None:
    return column.related_model._meta.label_lower if isinstance(column, models.ForeignKey) else None


def _related_name(column: models.Field[Any, Any]) -> str | None:
    if not isinstance(column, models.ForeignKey):
        return None
    name = column.remote_field.related_name
    return name if name and not name.endswith("+") else None


def _currency(column: models.Field[Any, Any]) -> str | None:
    return column.currency_column if isinstance(column, columns.MoneyColumn) else None


def _sort_column(column: models.Field[Any, Any], described: Description) -> str:
    """A record's title sorts by its key, in which Chinese stands as pinyin."""
    sorts_by_key = column.name == described.title and any(each.name == "sort_key" for each in column.model._meta.fields)
    return "sort_key" if sorts_by_key and not isinstance(column, models.ForeignKey) else ""
