"""Why somebody can see a record: a dialog for administrators, and for those who may share the record."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from plexus.kernel.access.rights import Verb
from plexus.kernel.records import reading
from plexus.kernel.records.queries.explaining import Explanation, Reason, Told, explain, may_ask
from plexus.kernel.records.refusals import NotAllowed, NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.components.formats import listed_text
from plexus.shell.components.forms import Combo, Token
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.sharing import Answer, Line, WhyPanel
from plexus.shell.web.records import sharing
from plexus.shell.web.visit import Visit

STATES = {True: "good", False: "bad", None: ""}


def show_access(visit: Visit, objects: str, record_id: UUID) -> HttpResponse:
    """GET /{objects}/{id}/access?person=: the dialog, about oneself until somebody is chosen."""
    about = registry.of(visit.actor.workspace_id).object(objects)
    asked = _person(visit)
    if asked is None:
        reading.read_one(visit.actor, about, record_id, fields=("id",))
        if not may_ask(visit.actor, about, record_id, visit.actor.workspace_id):
            raise NotAllowed
    found = (
        explain(actor=visit.actor, about=about, record_id=record_id, person_id=asked, now=visit.now) if asked else None
    )
    return visit.show("shell/components/why.html", page=_panel(visit, about, record_id, found))


def _person(visit: Visit) -> UUID | None:
    text = visit.http.GET.get("person", "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound from error


def entry(visit: Visit, about: Object, record_id: UUID, url: str) -> tuple[MenuItem, ...]:
    """The entry of a record's menu, for whoever may ask."""
    if not (visit.actor.is_administrator or sharing.may(visit, about, record_id)):
        return ()
    return (MenuItem(gettext("Who can see this, and why?"), f"{url}/access", "eye", dialog=True),)


def _panel(visit: Visit, about: Object, record_id: UUID, found: Explanation | None) -> WhyPanel:
    tokens = (Token("person", str(found.person_id), found.name),) if found else ()
    who = Combo(
        "why-person", "person", gettext("Person"), "/people/choose", tokens, placeholder=gettext("Choose a colleague"),
        autofocus=not found,
    )  # fmt: skip
    return WhyPanel(
        title=gettext("Who can see this, and why?"),
        action=f"/{about.plural}/{record_id}/access",
        who=who,
        answers=tuple(_answer(each) for each in found.verbs) if found else (),
        fields=_fields(found) if found else (),
        see_as_url=_see_as(visit, found) if found else "",
        see_as_label=gettext("See as %(name)s") % {"name": found.name} if found else "",
        here=f"/{about.plural}/{record_id}",
    )


def _see_as(visit: Visit, found: Explanation) -> str:
    """Where an administrator goes on to see for himself; nowhere for others, or to see as himself."""
    if not visit.actor.is_administrator or found.person_id == visit.actor.person_id:
        return ""
    return reverse("see-as", args=[found.person_id])


def _answer(told: Told) -> Answer:
    label = {
        Verb.READ: gettext("May see it") if told.allowed else gettext("May not see it"),
        Verb.UPDATE: gettext("May change it") if told.allowed else gettext("May not change it"),
        Verb.DELETE: gettext("May delete it") if told.allowed else gettext("May not delete it"),
    }[told.verb]
    return Answer(label, told.allowed, tuple(_line(each) for each in told.reasons))


def _line(reason: Reason) -> Line:
    return Line(STATES[reason.holds], reason.sentence)  # type: ignore[arg-type]


def _fields(found: Explanation) -> tuple[tuple[str, str], ...]:
    """The fields that stay hidden or fixed, each sort with its names."""
    sorts = ((gettext("Hidden fields"), found.hidden), (gettext("Fields to read only"), found.read_only))
    return tuple((label, listed_text(str(each.label) for each in fields)) for label, fields in sorts if fields)
