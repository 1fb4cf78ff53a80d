"""The start page: my day, and what a new workspace needs first."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from plexus.crm.engagement.web.filling import task_item
from plexus.crm.sales.queries.myday import MyDay, my_day
from plexus.crm.sales.web import leading
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actions import preferences
from plexus.kernel.records import reading
from plexus.kernel.schema import registry
from plexus.shell.components.feedback import Check, Checklist, Empty
from plexus.shell.components.formats import moment_text, money_text
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.records import Related, RelatedList
from plexus.shell.web import beginnings
from plexus.shell.web.presenting.references import names_text, url_of
from plexus.shell.web.rows import name_references
from plexus.shell.web.visit import Visit

FIRST_STEPS = "first-steps"


def show_home(visit: Visit) -> HttpResponse:
    """GET /: tasks, overdue, deals without a next step, recent records, first-run checklist."""
    end = datetime.combine(visit.today + timedelta(days=1), time(), tzinfo=visit.zone)
    day = my_day(actor=visit.actor, now=visit.now, end_of_day=end)
    tasks = registry.of(visit.actor.workspace_id).object("tasks")
    name_references(visit, tasks, ("related",), [*day.overdue, *day.today])
    hidden = preferences.is_hidden(visit.preferences, actor=visit.actor, what=FIRST_STEPS)
    greeting = gettext("Good day, %(name)s") % {"name": visit.actor.name}
    checklist = _checklist(visit)
    lists, team = _lists(visit, day), leading.team_of(visit)
    is_new = team is None and not any(each.items for each in lists) and not _has(visit, "accounts", 1)
    return visit.show(
        "sales/home.html",
        title=gettext("Home"),
        greeting=greeting,
        team=team,
        lists=() if is_new else lists,
        empty=_beginning(visit) if is_new and (hidden or checklist is None) else None,
        checklist=None if hidden else checklist,
        hidden=hidden and checklist is not None,
    )


def _beginning(visit: Visit) -> Empty:
    """What a page without anything on it says to whoever does not set the company up."""
    about = registry.of(visit.actor.workspace_id).object("accounts")
    make = MenuItem(gettext("New account"), reverse("new", kwargs={"objects": "accounts"}), "plus", dialog=True)
    return Empty(
        gettext("Your day will stand here"),
        gettext("Tasks that are due, deals without a next step, and what you worked on lately."),
        "sun",
        action=make if level(visit.actor, about, Verb.CREATE) else None,
    )


def keep_checklist(visit: Visit) -> HttpResponse:
    """POST /first-steps: put the first steps out of sight, or back when `show` is said."""
    hidden = "show" not in visit.http.POST
    preferences.keep_hidden(actor=visit.actor, what=FIRST_STEPS, hidden=hidden)
    return HttpResponse() if visit.wants_part else redirect("home")


def _new_task(visit: Visit) -> MenuItem | None:
    """The way to a task of one's own, for whoever may write one."""
    if not level(visit.actor, registry.of(visit.actor.workspace_id).object("tasks"), Verb.CREATE):
        return None
    return MenuItem(gettext("New task"), reverse("new", kwargs={"objects": "tasks"}), dialog=True)


def _lists(visit: Visit, day: MyDay) -> tuple[RelatedList, ...]:
    all_quiet = MenuItem(gettext("Board"), "/deals/board?view=mine") if day.without_step else None
    return (
        RelatedList(
            gettext("Overdue"),
            tuple(_task(visit, each) for each in day.overdue),
            none=gettext("Nothing is overdue."),
        ),
        RelatedList(
            gettext("Today"),
            tuple(_task(visit, each) for each in day.today),
            add=_new_task(visit),
            none=gettext("Nothing else is due today."),
        ),
        RelatedList(
            gettext("Deals without a next step"),
            tuple(_deal(visit, each) for each in day.without_step),
            more=all_quiet,
            none=gettext("Every open deal of yours has a next step."),
        ),
        RelatedList(
            gettext("Worked on lately"),
            tuple(_recent(visit, plural, each) for plural, each in day.recent),
            none=gettext("Nothing yet."),
        ),
    )


def _task(visit: Visit, values: reading.Values) -> Related:
    tasks = registry.of(visit.actor.workspace_id).object("tasks")
    return task_item(visit, tasks, values, about=names_text(values["related"]))


def _deal(visit: Visit, values: reading.Values) -> Related:
    amount = values["amount"]
    figure = (
        money_text(amount.amount, amount.currency or visit.actor.currency, locale=visit.locale, compact=True)
        if amount
        else ""
    )
    parts = ((values["account"] or {}).get("name"), (values["stage"] or {}).get("name"))
    return Related(
        values["name"] or "—",
        url_of("deals", values["id"]),
        below=" · ".join(part for part in parts if part),
        figure=figure,
    )


def _recent(visit: Visit, plural: str, values: reading.Values) -> Related:
    about = registry.of(visit.actor.workspace_id).object(plural)
    when = moment_text(values["updated_at"], locale=visit.locale, zone=visit.zone, now=visit.now)
    return Related(
        reading.title_text(values["title"]) or "—",
        url_of(plural, values["id"]),
        below=f"{capfirst(str(about.label))} · {when}",
    )


def _checklist(visit: Visit) -> Checklist | None:
    """What a new workspace needs first, for administrators, and what layers above offer; gone when all is done."""
    needed = _checks(visit) if visit.actor.is_administrator else ()
    is_missing = any(not each.done for each in needed)
    items = (*(needed if is_missing else ()), *beginnings.offered(visit))
    done = sum(each.done for each in items)
    if done == len(items):
        return None
    text = gettext("%(done)d of %(total)d done") % {"done": done, "total": len(items)}
    return Checklist(gettext("First steps"), items, text, done, len(items), dismiss_url=reverse("first-steps"))


def _checks(visit: Visit) -> tuple[Check, ...]:
    return (
        Check(
            gettext("Import your customers"),
            gettext("From a CSV or Excel file, with a dry run first."),
            _has(visit, "accounts", 1),
            MenuItem(gettext("Import"), "/imports/new?object=accounts"),
        ),
        Check(
            gettext("Invite your colleagues"),
            gettext("Each signs in with a link that you hand over."),
            _has(visit, "people", 2),
            MenuItem(gettext("People"), "/settings/people"),
        ),
        Check(
            gettext("Set up your pipeline"),
            gettext("The stages that a deal of yours goes through."),
            _has(visit, "stages", 1),
            MenuItem(gettext("Pipelines"), "/stages"),
        ),
        Check(
            gettext("Put your first deal on the board"),
            "",
            _has(visit, "deals", 1),
            MenuItem(gettext("Board"), "/deals/board"),
        ),
    )


def _has(visit: Visit, plural: str, least: int) -> bool:
    about = registry.of(visit.actor.workspace_id).object(plural)
    return bool(level(visit.actor, about, Verb.READ)) and reading.visible(visit.actor, about)[:least].count() >= least
