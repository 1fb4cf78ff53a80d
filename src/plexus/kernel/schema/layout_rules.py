"""What a layout must be: made of fields and lists that there are, each in one place only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from plexus.kernel.schema import registry
from plexus.kernel.schema.field_rules import UNTAILORED
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.rule_rules import FIXED, NO_FIELD, NO_OBJECT
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _

MOST_SECTIONS, MOST_NAMES, LONGEST = 30, 300, 100
PARTS = {"sections": list, "hidden": list, "related": list, "columns": list}
SECTION = {"label_en": str, "label_zh": str, "fields": list, "collapsed": bool}
RELATED = {"list": str, "fields": list, "hidden": bool}

BAD_SHAPE = _("A layout is {“sections”: [{“label_en”, “label_zh”, “fields”, “collapsed”}], “hidden”: […], “related”: "
              "[{“list”, “fields”, “hidden”}], “columns”: […]}.")  # fmt: skip
TOO_MANY = _("A layout has at most %(most)d sections.")
TWICE = _("“%(name)s” stands in the layout twice.")
NO_LIST = _("There is no related list “%(name)s”.")


def faults(row: Any) -> Iterator[FieldError]:
    """What contradicts the rules of a layout."""
    held = row.held or {}
    if held and (held["object"], held["role_id"]) != (row.object, row.role_id):
        yield FieldError("object", "fixed", FIXED)
    schema = registry.of(row.workspace_id)
    about = schema.objects.get(row.object)
    if about is None or about.plural in UNTAILORED:
        yield FieldError("object", "unknown_object", NO_OBJECT, {"name": row.object})
    elif not _is_well_formed(row.parts):
        yield FieldError("parts", "bad_shape", BAD_SHAPE)
    elif len(row.parts.get("sections", ())) > MOST_SECTIONS:
        yield FieldError("parts", "too_many", TOO_MANY, {"most": MOST_SECTIONS})
    else:
        yield from _faults_of_names(row.parts, about, schema, _named(held.get("parts") or {}))


def _is_well_formed(parts: Mapping[str, Any]) -> bool:
    return (
        _fits(parts, PARTS)
        and all(_fits(each, SECTION) and _are_names(each.get("fields", [])) for each in parts.get("sections", ()))
        and all(
            _fits(each, RELATED) and "list" in each and _are_names(each.get("fields", []))
            for each in parts.get("related", ())
        )
        and _are_names(parts.get("hidden", []))
        and _are_names(parts.get("columns", []))
    )


def _fits(given: Any, wanted: Mapping[str, type]) -> bool:
    return isinstance(given, Mapping) and all(
        name in wanted and isinstance(value, wanted[name]) and (not isinstance(value, str) or len(value) <= LONGEST)
        for name, value in given.items()
    )


def _are_names(given: Any) -> bool:
    return len(given) <= MOST_NAMES and all(isinstance(each, str) for each in given)


def _named(parts: Mapping[str, Any]) -> frozenset[str]:
    """The fields and lists that a layout speaks of."""
    fields = [name for each in parts.get("sections", ()) for name in each.get("fields", ())]
    lists = [each.get("list", "") for each in parts.get("related", ())]
    theirs = [f"{each.get('list')}.{name}" for each in parts.get("related", ()) for name in each.get("fields", ())]
    return frozenset([*fields, *lists, *theirs, *parts.get("hidden", ()), *parts.get("columns", ())])


def _faults_of_names(
    parts: Mapping[str, Any], about: Object, schema: Any, before: Collection[str]
) -> Iterator[FieldError]:
    """Names of nothing, but for those that stood there before: what they named may come back."""
    placed = [name for each in parts.get("sections", ()) for name in each.get("fields", ())]
    placed += parts.get("hidden", ())
    columns, lists = list(parts.get("columns", ())), list(parts.get("related", ()))
    for name in dict.fromkeys((*placed, *columns)):
        if name not in about.fields and name not in before:
            yield FieldError("parts", "unknown_field", NO_FIELD, {"name": name})
    for names in (placed, columns, [each["list"] for each in lists]):
        yield from (
            FieldError("parts", "twice", TWICE, {"name": name})
            for name in sorted({n for n in names if names.count(n) > 1})
        )
    for each in lists:
        yield from _faults_of_list(each, about, schema, before)


def _faults_of_list(
    shown: Mapping[str, Any], about: Object, schema: Any, before: Collection[str]
) -> Iterator[FieldError]:
    """The same of a related list and its columns."""
    known, name = schema.related(about.plural), shown["list"]
    if name not in known:
        if name not in before:
            yield FieldError("parts", "unknown_list", NO_LIST, {"name": name})
        return
    child = schema.objects.get(known[name].object)
    for column in shown.get("fields", ()):
        if child and column not in child.fields and f"{name}.{column}" not in before:
            yield FieldError("parts", "unknown_field", NO_FIELD, {"name": column})
