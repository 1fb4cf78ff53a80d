"""Actions as buttons and dialogs: on one record, or on all that are chosen in a list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext, ngettext

from plexus.kernel.actions import Action, available, find, run, run_many
from plexus.kernel.actions.general import settable
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import reading
from plexus.kernel.records.bulk import BulkResult, Refused
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.records.refusals import Invalid, NotFound, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.shell.commanding.actions import handing_over
from plexus.shell.commanding.actions.whole import Act
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import Control, FieldGroup, FormPage, Option
from plexus.shell.components.menus import MenuItem
from plexus.shell.web import asking
from plexus.shell.web.commands import following, previewing
from plexus.shell.web.forms import naming
from plexus.shell.web.forms.fielding import errors_of, typed
from plexus.shell.web.may import may
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.visit import Visit, done

ONE_FIELD = "change"
IN_BULK = (
    "assign", "change", "add-tags", "remove-tags", "add-to-list", "remove-from-list", "follow", "unfollow", "share",
    "unshare", "normalise", "delete",
)  # fmt: skip
SELECTION = ("id", "all", "query")


def button(visit: Visit, about: Object, record_id: UUID, key: str, *, main: bool = False) -> MenuItem | None:
    """A button for an action on a record, when the actor may; it asks only where the action needs an answer."""
    wanted = next((each for each in available(visit.actor, about) if each.key == key), None)
    if wanted is None or not may(visit, about, record_id, wanted.verb):
        return None
    asks = any(each.required for each in wanted.params(visit.actor, about))
    url = f"/{about.plural}/{record_id}/actions/{key}"
    return MenuItem(str(wanted.label), url, wanted.icon, method="get" if asks else "post", dialog=asks, main=main)


def ask_one(visit: Visit, objects: str, record_id: UUID, key: str) -> HttpResponse:
    """GET /{objects}/{id}/actions/{action}: the dialog that asks for the parameters."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    wanted = find(about, key)
    return _dialog(visit, about, wanted, visit.http.path, (), told=_foreseen(visit, about, wanted, (record_id,)))


def run_one(visit: Visit, objects: str, record_id: UUID, key: str) -> HttpResponse:
    """POST: do it; a refused parameter comes back in the dialog."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    wanted = find(about, key)
    params = _params(visit, about, wanted)
    try:
        if job := handing_over.act(actor=visit.actor, asked=Act(objects, key, (record_id,), params, visit.now)):
            return following.followed(job)
        with causing(actor=visit.actor, action=wanted.name(about)) as cause_id:
            run(actor=visit.actor, about=about, key=key, record_id=record_id, now=visit.now, params=params)
    except (Invalid, Taken) as refusal:
        return _dialog(visit, about, wanted, visit.http.path, (), refusal)
    return done(gettext("Done."), undo=f"/causes/{cause_id}/undo")


def offered(visit: Visit, about: Object) -> tuple[MenuItem, ...]:
    """The bulk commands of an object for an actor: its own first, then the general ones."""
    known = {each.key: each for each in available(visit.actor, about) if each.bulk and not each.trashed}
    own = [each for each in known.values() if each.on != "*"]
    general = [known[key] for key in IN_BULK if key in known]
    return tuple(_command(visit, about, each) for each in (*own, *general))


def _command(visit: Visit, about: Object, each: Action) -> MenuItem:
    asks = bool(each.params(visit.actor, about))
    return MenuItem(
        str(each.label), f"/{about.plural}/bulk/{each.key}", each.icon, dialog=asks, danger=each.key == "delete"
    )


def ask_many(visit: Visit, objects: str, key: str) -> HttpResponse:
    """GET /{objects}/bulk/{action}: the dialog for many records; the selection travels with it."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    wanted = find(about, key)
    told = _foreseen(visit, about, wanted, _rows(visit, about, visit.http.GET)) if wanted.preview else None
    return _dialog(visit, about, wanted, visit.http.path, _selection(visit.http.GET), told=told)


def _foreseen(visit: Visit, about: Object, wanted: Action, rows: Rows) -> Notice | None:
    """What the action would change, where it can tell; nothing for whom it is not open to."""
    return previewing.told(visit, about, wanted, rows) if wanted.is_open_to(visit.actor, about) else None


def run_many_records(visit: Visit, objects: str, key: str) -> HttpResponse:
    """POST: do it to all chosen records, or to all that match; says what was done and refused, with one undo."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    wanted = find(about, key)
    form = visit.http.POST
    if key == ONE_FIELD and "value_of" not in form:
        return _dialog(visit, about, wanted, visit.http.path, _selection(form))
    params = _params(visit, about, wanted)
    try:
        rows = _rows(visit, about, form)
        narrowed = following.narrowed(visit, about, form.get("query", "")) if isinstance(rows, Q) else None
        job = handing_over.many(
            actor=visit.actor, about=about, key=key, rows=rows, narrowed=narrowed, params=params, now=visit.now
        )
        if job:
            return following.followed(job)
        result = run_many(actor=visit.actor, about=about, key=key, rows=rows, now=visit.now, params=params)
    except (Invalid, Taken) as refusal:
        return _dialog(visit, about, wanted, visit.http.path, _selection(form), refusal)
    return _said(visit, about, result)


def _selection(given: QueryDict) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name in SELECTION for value in given.getlist(name))


def _rows(visit: Visit, about: Object, form: QueryDict) -> Rows:
    """The chosen ids, or the condition of the whole list that was shown."""
    if form.get("all"):
        return asking.condition(visit, about, asking.asked_of(visit, about, QueryDict(form.get("query", ""))))
    try:
        ids = [UUID(str(key)) for key in form.getlist("id")]
    except ValueError as error:
        raise NotFound from error
    return ids or Q(pk__in=())


def _why(visit: Visit, about: Object, refused: Refused) -> str:
    """The reason for the first that was refused, after the name of its field."""
    return next(iter(naming.named(visit, about, refused.errors)), "") or gettext(refused.message)


def _said(visit: Visit, about: Object, result: BulkResult) -> HttpResponse:
    text = ngettext("%(count)d record changed.", "%(count)d records changed.", result.changed) % {
        "count": result.changed
    }
    if result.unchanged and not result.changed and not result.refused_count:
        text = gettext("Nothing to change: that is how they are already.")
    if result.refused_count:
        refused = ngettext("%(count)d was refused: %(why)s", "%(count)d were refused: %(why)s", result.refused_count)
        text += " " + refused % {"count": result.refused_count, "why": _why(visit, about, result.refused[0])}
    undo = f"/causes/{result.cause_id}/undo" if result.cause_id and result.changed else ""
    return done(text, undo=undo)


def _asked(visit: Visit, about: Object, wanted: Action) -> tuple[Field, ...]:
    """The parameters with a control of their own; the value of a chosen field is asked as that field."""
    return tuple(each for each in wanted.params(visit.actor, about) if each.name != "value")


def _params(visit: Visit, about: Object, wanted: Action) -> dict[str, Any]:
    given = typed(visit, _asked(visit, about, wanted))
    params = {name: value for name, value in given.items() if value not in ("", None)}
    chosen = _chosen_field(visit, about) if wanted.key == ONE_FIELD else None
    if chosen is not None:
        params = {"field": chosen.name, "value": typed(visit, (chosen,)).get(chosen.name)}
    return params


def _chosen_field(visit: Visit, about: Object) -> Field | None:
    name = visit.http.POST.get("value_of") or visit.http.POST.get("field", "")
    return next((each for each in settable(visit.actor, about) if each.name == name), None)


def _dialog(
    visit: Visit,
    about: Object,
    wanted: Action,
    action: str,
    hidden: tuple[tuple[str, str], ...],
    refusal: Refusal | None = None,
    told: Notice | None = None,
) -> HttpResponse:
    errors = errors_of(refusal)
    chosen = _chosen_field(visit, about) if wanted.key == ONE_FIELD else None
    if chosen is not None:
        controls: tuple[Control, ...] = (
            presenter_of(chosen).control(None, chosen, visit, errors=errors.get(chosen.name, ())),
        )
        hidden = (*hidden, ("value_of", chosen.name), (f"has_{chosen.name}", "1"))
    else:
        controls = tuple(
            _control(visit, about, each, errors.get(each.name, ())) for each in _asked(visit, about, wanted)
        )
    asked = {one.name for one in controls}
    loose = naming.named(visit, about, (each for each in refusal.fields if each.field not in asked)) if refusal else ()
    notice = Notice(refusal.sentence(gettext), tone="bad", points=loose) if refusal else told
    label = gettext("Next") if wanted.key == ONE_FIELD and chosen is None else str(wanted.label)
    page = FormPage(str(wanted.label), action, (FieldGroup("", controls),), label, notice=notice, hidden=hidden)
    return visit.show("shell/components/dialog_form.html", 422 if refusal else 200, page=page)


def _control(visit: Visit, about: Object, one: Field, errors: tuple[str, ...]) -> Control:
    if one.target and not errors:
        return _reference(visit, about, one)
    return presenter_of(one).control(None, one, visit, errors=errors, required=one.required)


def _reference(visit: Visit, about: Object, one: Field) -> Control:
    """A parameter that names a record of a short list; of lists kept by hand those for records of this object."""
    target = registry.of(visit.actor.workspace_id).object(one.target or "")
    title = target.described.title
    fitting = Q(object=about.plural) if target.plural == "lists" else Q()
    asked = reading.Asked(condition=fitting, fields=("id", title), limit=200, counted=False)
    rows = reading.read_page(visit.actor, target, asked).rows
    # What many records are given is chosen by somebody, not by the alphabet.
    blank = () if one.required and len(rows) == 1 else (Option("", "—"),)
    options = tuple(Option(str(row["id"]), reading.title_text(row[title])) for row in rows)
    return Control(one.name, str(one.label), kind="select", options=blank + options, required=one.required)
