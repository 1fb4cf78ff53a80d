"""The second step: which column fills which field, by what records are found again, what is created."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import Control, FieldGroup, FormPage, Option
from plexus.shell.importing import describing, files
from plexus.shell.importing.actions import preparing
from plexus.shell.importing.columns import Column, matched, plan
from plexus.shell.importing.destinations import Destinations
from plexus.shell.importing.opening import opened
from plexus.shell.importing.order import Mode, Order
from plexus.shell.importing.queries import following
from plexus.shell.importing.reading.profiling import ColumnProfile, profile_columns
from plexus.shell.importing.reading.tables import Table
from plexus.shell.web.imports.steps import steps
from plexus.shell.web.visit import Visit

SAMPLE = 1_000
EXAMPLES = 3


@dataclass(frozen=True)
class Line:
    """One column of the file: what it holds, the field that it fills, a second one, and why."""

    header: str
    examples: tuple[str, ...]
    field: Control
    also: Control
    note: str


@dataclass(frozen=True)
class Opened:
    """An import with its file looked into."""

    followed: following.Followed
    table: Table
    profiles: tuple[ColumnProfile, ...]
    known: Destinations


def _opened(visit: Visit, import_id: UUID) -> Opened:
    found = following.followed(actor=visit.actor, import_id=import_id)
    path = files.file_of(visit.actor.workspace_id, import_id)
    table = opened(path, found.brought.name, found.order)
    profiles = profile_columns(table.sample(SAMPLE), len(table.headers))
    return Opened(found, table, profiles, Destinations(visit.actor, found.about))


def show_mapping(visit: Visit, import_id: UUID) -> HttpResponse:
    """GET /imports/{id}/mapping: every column with what is proposed, or was asked before."""
    return _show(visit, _opened(visit, import_id))


def save_mapping(visit: Visit, import_id: UUID) -> HttpResponse:
    """POST /imports/{id}/mapping: keep it, and try the import."""
    found = _opened(visit, import_id)
    order = _order(found, visit.http.POST)
    try:
        plan(visit.actor, found.followed.about, order, found.table, found.profiles)
        preparing.change_order(actor=visit.actor, import_id=import_id, order=order)
        preparing.check_import(actor=visit.actor, import_id=import_id)
    except Refusal as refusal:
        points = tuple(
            f"{_label(found.followed.about, each.field)}: {each.sentence(gettext)}" for each in refusal.fields
        )
        notice = Notice(refusal.sentence(gettext), tone="bad", points=points)
        changed = replace(found, followed=replace(found.followed, order=order))
        return _show(visit, changed, notice, 422)
    return HttpResponseRedirect(reverse("import", kwargs={"import_id": import_id}))


def _label(about: Object, name: str) -> str:
    return str(about.fields[name].label) if name in about.fields else name


def _order(found: Opened, form: QueryDict) -> Order:
    pairs = []
    for place, header in enumerate(found.table.headers):
        paths = dict.fromkeys(path for path in (form.get(f"field_{place}", ""), form.get(f"also_{place}", "")) if path)
        pairs += [(header, path) for path in paths] or [(header, "")]
    mode = form.get("mode", Mode.UPSERT)
    return replace(
        found.followed.order, mapping=tuple(pairs), proposals=False, match=tuple(form.getlist("match")),
        create_missing=tuple(form.getlist("create_missing")), mode=Mode(mode) if mode in list(Mode) else Mode.UPSERT,
        clear_blanks="clear_blanks" in form,
    )  # fmt: skip


def _show(visit: Visit, found: Opened, notice: Notice | None = None, status: int = 200) -> HttpResponse:
    of = found.followed
    columns = matched(found.known, _lenient(of.order), found.table, found.profiles)
    form = FormPage(
        title=gettext("Import %(object)s") % {"object": str(of.about.label_plural)},
        action=reverse("import-mapping", kwargs={"import_id": of.brought.pk}), save_label=gettext("Try it"),
        cancel_url=reverse("new-import") + f"?object={of.about.plural}", notice=notice,
        steps=steps(1, of.brought.pk), groups=(_ways(found), _keys(found, columns), _missing(found, columns)),
        intro=f"{of.brought.name}: {describing.format_text(found.table.format)}",
    )  # fmt: skip
    return visit.show("shell/imports/mapping.html", status, page=form, lines=tuple(_lines(found, columns)))


def _lenient(order: Order) -> Order:
    """What was asked, without what does not exist: the page shows the rest."""
    return replace(order, mapping=tuple(pair for pair in order.mapping if pair[1] or not order.proposals))


def _lines(found: Opened, columns: Sequence[Column]) -> Iterator[Line]:
    by_place: dict[int, list[Column]] = {}
    for column in columns:
        by_place.setdefault(column.index, []).append(column)
    paths = [(path, _path_label(found.known, path)) for path in found.known.paths()]
    for place, header in enumerate(found.table.headers):
        mine = by_place.get(place, [])
        chosen = [each.to.path for each in mine] + ["", ""]
        note = gettext(describing.REASONS[mine[0].reason]) if mine and found.followed.order.proposals else ""
        yield Line(
            header, found.profiles[place].examples[:EXAMPLES],
            _select(f"field_{place}", gettext("Field for %(column)s") % {"column": header}, paths, chosen[0]),
            _select(f"also_{place}", gettext("Also fills, for %(column)s") % {"column": header}, paths, chosen[1]),
            note,
        )  # fmt: skip


def _select(name: str, label: str, paths: list[tuple[str, str]], chosen: str) -> Control:
    nothing = Option("", "—", chosen=not chosen)
    options = (nothing, *(Option(path, text, chosen=path == chosen) for path, text in paths))
    return Control(name, label, kind="select", options=options, bare=True)


def _path_label(known: Destinations, path: str) -> str:
    name, _dot, rest = path.partition(".")
    one = known.fields[name]
    must = " *" if one.required and not rest else ""
    return f"{one.label}{must}" if not rest else f"{one.label} / {_part_label(known, one, rest)}"


def _part_label(known: Destinations, one: Field, rest: str) -> str:
    if rest == "currency":
        return gettext("Currency")
    if led := known.led_to(rest) if one.type.key == "references" else None:
        return f"{led[0].label} / {led[1].label}"
    return str(known.target(one).fields[rest].label)


def _ways(found: Opened) -> FieldGroup:
    labels = {
        Mode.UPSERT: gettext("Create new records and update those that are there"),
        Mode.CREATE: gettext("Only create new records"),
        Mode.UPDATE: gettext("Only update records that are there"),
    }
    order, blanks = found.followed.order, gettext("Blank cells empty the field")
    options = tuple(Option(mode.value, label, chosen=order.mode is mode) for mode, label in labels.items())
    return FieldGroup(
        gettext("What happens"),
        (
            Control("mode", gettext("Mode"), kind="radio", options=options, wide=True),
            Control("clear_blanks", blanks, kind="checkbox", value="1", checked=order.clear_blanks),
        ),
    )  # fmt: skip


def _keys(found: Opened, columns: Sequence[Column]) -> FieldGroup:
    """The fields by which records are found again; none chosen means the object's own keys one after the other."""
    names = dict.fromkeys(each.to.field.name for each in columns if each.to.field.type.textual or each.to.is_reference)
    fields = found.followed.about.fields
    chosen = set(found.followed.order.match)
    options = tuple(Option(name, str(fields[name].label), chosen=name in chosen) for name in names)
    usual = ", ".join(str(fields[name].label) for name in found.followed.about.described.match if name in fields)
    hint = gettext("All that you tick must agree. If you tick none: %(fields)s, one after the other.") % {
        "fields": usual
    }
    control = Control("match", gettext("Find records again by"), kind="multiple", options=options, hint=hint, wide=True)
    return FieldGroup("", (control,))


def _missing(found: Opened, columns: Sequence[Column]) -> FieldGroup:
    names = dict.fromkeys(each.to.field.name for each in columns if each.to.is_reference)
    fields, chosen = found.followed.about.fields, set(found.followed.order.create_missing)
    options = tuple(Option(name, str(fields[name].label), chosen=name in chosen) for name in names)
    label = gettext("Create what is missing")
    return FieldGroup(
        "", (Control("create_missing", label, kind="multiple", options=options, wide=True),) if options else ()
    )
