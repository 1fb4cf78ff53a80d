"""What happens beside the columns: create or update, by what records are found again, what is created on the way."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from plexus.kernel.identity.actor import Actor
from plexus.kernel.lists.actions import listing
from plexus.shell.components.formats import listed_text
from plexus.shell.components.forms import Control, FieldGroup, Option
from plexus.shell.importing.columns import Column
from plexus.shell.importing.order import Mode
from plexus.shell.web.imports.opened import Opened


def ways_of(found: Opened, columns: Sequence[Column], actor: Actor) -> tuple[FieldGroup, ...]:
    """The groups beside the table."""
    every = (_modes(found), _keys(found, columns), _missing(found, columns), _list(found, actor))
    return tuple(group for group in every if group.controls)


def _list(found: Opened, actor: Actor) -> FieldGroup:
    """The list kept by hand to which what comes in is added, where there are such lists of these records."""
    label, order = gettext("Put what comes in on a list"), found.order
    hint = gettext("The name of a list of yours, or of a new one. Undoing the import takes them off it again.")
    asked = Control("list", label, value=order.onto, hint=hint, wide=True, autocomplete="off")
    offered = order.onto or listing.may_be_listed(actor, found.followed.about)
    return FieldGroup("", (asked,) if offered else ())


def _modes(found: Opened) -> FieldGroup:
    labels = {
        Mode.UPSERT: gettext("Create new records and update those that are there"),
        Mode.CREATE: gettext("Only create new records"),
        Mode.UPDATE: gettext("Only update records that are there"),
    }
    order, blanks = found.order, gettext("Blank cells empty the field")
    options = tuple(Option(mode.value, label, chosen=order.mode is mode) for mode, label in labels.items())
    return FieldGroup(
        gettext("What happens"),
        (
            Control("mode", gettext("Mode"), kind="radio", options=options, wide=True),
            Control("clear_blanks", blanks, kind="checkbox", value="1", checked=order.clear_blanks, wide=True),
        ),
    )  # fmt: skip


def _keys(found: Opened, columns: Sequence[Column]) -> FieldGroup:
    """The fields by which records are found again; none chosen means the object's own keys one after the other."""
    names = dict.fromkeys(each.to.field.name for each in columns if each.to.field.type.textual or each.to.is_reference)
    fields = found.followed.about.fields
    chosen = set(found.order.match)
    options = tuple(Option(name, str(fields[name].label), chosen=name in chosen) for name in names)
    usual = listed_text(str(fields[name].label) for name in found.followed.about.described.match if name in fields)
    hint = gettext("All that you tick must agree. If you tick none: %(fields)s, one after the other.") % {
        "fields": usual
    }
    control = Control("match", gettext("Find records again by"), kind="multiple", options=options, hint=hint, wide=True)
    return FieldGroup("", (control,))


def _missing(found: Opened, columns: Sequence[Column]) -> FieldGroup:
    names = dict.fromkeys(each.to.field.name for each in columns if each.to.is_reference)
    fields, chosen = found.followed.about.fields, set(found.order.create_missing)
    options = tuple(Option(name, str(fields[name].label), chosen=name in chosen) for name in names)
    label = gettext("Create what is missing")
    return FieldGroup(
        "", (Control("create_missing", label, kind="multiple", options=options, wide=True),) if options else ()
    )
