"""What a field of a workspace's own must be: a free name, and the options that its type needs and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plexus.kernel.schema import definition_checks, registry, reserved
from plexus.kernel.schema.alike import said_already
from plexus.kernel.schema.fitting import Unfit
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.option_rules import ANY_TYPE, OPTIONS, Option, Wrong
from plexus.kernel.schema.reckoning import WAYS
from plexus.kernel.schema.tailoring import field_made
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _

MOST = 200
UNTAILORED = frozenset(
    {"custom-objects", "custom-fields", "custom-rules", "field-rules", "layouts", "quality-standards", "roles"}
)
UNIQUE = frozenset(
    {"text", "choice", "email", "phone", "url", "integer", "decimal", "date", "date_time", "auto_number"}
)
NO_DEFAULT = frozenset({"auto_number", "reference", "references", "file"}) | WAYS
NOT_FILTERED = frozenset({"long_text", "rich_text", "file"}) | WAYS
MOST_RECKONED = 40

NO_LABEL = _("Give it a name in one language at least.")
NAME_SHAPE = _("An API name is made of small letters, digits and underscores and begins with a letter.")
NAME_TAKEN = _("“%(name)s” is taken by a field that every %(object)s has. Choose another API name.")
NAME_RESERVED = _("“%(name)s” means something else to the product. Choose another API name.")
FIXED = _("This stays as it was made.")
NO_OBJECT = _("There is no object “%(name)s” to which a field can be added.")
TOO_MANY = _("This object has %(most)d custom fields already, and no more fit. Retire one first.")
UNKNOWN_OPTION = _("“%(option)s” is no option of this type.")
NEVER_UNIQUE = _("Values of this type cannot be told to be all different.")
NO_DEFAULT_HERE = _("A field of this type has no default.")
SAME_LABEL = _("Another field of this object is called so already. Nobody could tell them apart.")
DRAWN = _("The product draws this number itself: it can be neither required nor given.")
DROPPED = _("“%(key)s” cannot be left out: records may hold it. Retire it, or merge it into another.")
RECKONED = _("The product calculates this itself: it cannot be required.")
TOO_MANY_RECKONED = _("This object has %(most)d formulas and roll-ups already, and no more fit. Retire one first.")
NEVER_FILTERED = _("A field of this type cannot be indexed.")


def faults(row: Any) -> Iterator[FieldError]:
    """What contradicts the rules of a field's definition."""
    if not row.label_en.strip() and not row.label_zh.strip():
        yield FieldError("label_en", "required", NO_LABEL)
    elif row.retired_at is None and _is_called_like_another(row):
        yield FieldError("label_en" if row.label_en else "label_zh", "same_label", SAME_LABEL)
    if row._state.adding:
        yield from _faults_of_new(row)
    elif row.held:
        changed = (name for name in row.FIXED if row.held[name] is not None and getattr(row, name) != row.held[name])
        yield from (FieldError(name, "fixed", FIXED) for name in changed if name not in row.lifted)
        yield from _faults_of_dropped_choices(row)
    if row.type not in OPTIONS:
        return
    wrong = [*_faults_of_type(row)]
    yield from wrong
    if not wrong:
        yield from definition_checks.faults(row)


def _is_called_like_another(row: Any) -> bool:
    about = registry.of(row.workspace_id).objects.get(row.object)
    others = (each.label for each in about.fields.values() if each.definition != row.pk) if about else ()
    return said_already(others, english=row.label_en, chinese=row.label_zh)


def _faults_of_new(row: Any) -> Iterator[FieldError]:
    about = registry.of(row.workspace_id).objects.get(row.object)
    if about is None or about.plural in UNTAILORED:
        yield FieldError("object", "unknown_object", NO_OBJECT, {"name": row.object})
        return
    if not reserved.is_field_name(row.name):
        yield FieldError("name", "bad_name", NAME_SHAPE)
    elif _is_standard(about, row.name):
        yield FieldError("name", "reserved", NAME_TAKEN, {"name": row.name, "object": about.plural})
    elif row.name in reserved.FIELDS or hasattr(about.model, row.name):
        yield FieldError("name", "reserved", NAME_RESERVED, {"name": row.name})
    if len(about.custom_fields) >= MOST:
        yield FieldError("name", "too_many", TOO_MANY, {"most": MOST})
    if row.type in WAYS and len(about.reckoned_fields) >= MOST_RECKONED:
        yield FieldError("name", "too_many_reckoned", TOO_MANY_RECKONED, {"most": MOST_RECKONED})


def _faults_of_dropped_choices(row: Any) -> Iterator[FieldError]:
    """Records may hold a choice that is left out: it is retired or merged instead."""
    choices = row.options.get("choices") or ()
    kept = {each.get("key") for each in choices if isinstance(each, Mapping)}
    for each in (row.held["options"] or {}).get("choices", ()):
        if "options" not in row.lifted and each["key"] not in kept:
            yield FieldError("options", "dropped", DROPPED, {"key": each["key"]})


def _is_standard(about: Object, name: str) -> bool:
    return name in about.fields and not about.fields[name].custom


def _faults_of_type(row: Any) -> Iterator[FieldError]:
    known = OPTIONS[row.type]
    for option in sorted(set(row.options) - set(known) - ANY_TYPE):
        yield FieldError("options", "unknown_option", UNKNOWN_OPTION, {"option": option})
    wrong = [*_wrong(known, row)]
    yield from wrong
    if row.unique and row.type not in UNIQUE:
        yield FieldError("unique", "never_unique", NEVER_UNIQUE)
    if row.filterable and row.type in NOT_FILTERED:
        yield FieldError("filterable", "never_filtered", NEVER_FILTERED)
    if row.type == "auto_number" and row.required:
        yield FieldError("required", "drawn", DRAWN)
    if row.type in WAYS and row.required:
        yield FieldError("required", "reckoned", RECKONED)
    if not wrong and row.options.get("default") not in (None, ""):
        yield from _faults_of_default(row)


def _wrong(known: Mapping[str, Option], row: Any) -> Iterator[FieldError]:
    for option, one in known.items():
        try:
            one.check(row.options.get(option), row)
        except Wrong as wrong:
            yield FieldError("options", wrong.code, wrong.message, wrong.params | {"option": option})


def _faults_of_default(row: Any) -> Iterator[FieldError]:
    if row.type in NO_DEFAULT:
        yield FieldError("options", "no_default", NO_DEFAULT_HERE)
        return
    made = field_made({**vars(row), "options": row.options})
    try:
        made.type.parse(row.options["default"], made)
    except Unfit as unfit:
        yield FieldError("options", unfit.code, unfit.message, unfit.params)
