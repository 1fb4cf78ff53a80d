"""The board of deals: drag a card, or move it by keys."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal, cast
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from plexus.crm.sales.models import Outcome, Pipeline
from plexus.crm.sales.queries import board
from plexus.crm.sales.queries.sums import together
from plexus.crm.sales.web.amounts import sums_text
from plexus.kernel.access.rights import Verb, level
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing, reading
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.values import numerals
from plexus.shell.components.boards import BoardColumn, BoardPage, Card
from plexus.shell.components.feedback import Empty
from plexus.shell.components.formats import moment_text, number_text
from plexus.shell.components.marks import Face
from plexus.shell.components.menus import MenuItem, Tab
from plexus.shell.web import asking, then
from plexus.shell.web.addresses import query_with
from plexus.shell.web.forms import naming
from plexus.shell.web.presenting import presenter_of
from plexus.shell.web.presenting.references import url_of
from plexus.shell.web.visit import Visit, say

LONG_IN_STAGE = 30
Urgency = Literal["", "soon", "late"]


def show_board(visit: Visit) -> HttpResponse:
    """GET /deals/board: one pipeline, stage by stage, now or as it stood."""
    with then.travelled(visit) as there:
        page = _page(there)
    page = replace(page, past=then.told(visit), travel=then.travel(visit, visit.now))
    if page.past:
        page = replace(page, buttons=(), move_url="", empty=page.empty and then.nothing())
    return visit.show("shell/layouts/board.html", page=page)


def _page(visit: Visit) -> BoardPage:
    about = registry.of(visit.actor.workspace_id).object("deals")
    pipelines = list(board.pipelines(visit.actor))
    chosen = _chosen(visit, pipelines)
    asked = asking.list_query(visit.http.GET)
    stages = _stages(visit, about, chosen) if chosen else ()
    new = MenuItem(gettext("New"), reverse("new", kwargs={"objects": "deals"}), "plus", dialog=True)
    buttons = [MenuItem(gettext("List"), "/deals", "list")]
    return BoardPage(
        title=gettext("Deals"),
        columns=_columns(visit, stages),
        move_url=reverse("move-deal") if level(visit.actor, about, Verb.UPDATE) else "",
        sums_url=reverse("board-sums") + query_with(visit).removeprefix(visit.http.path) if chosen else "",
        is_counted=all(each.is_summed for each in stages),
        count=_summary(visit, stages),
        tabs=_pipeline_tabs(visit, pipelines, chosen) if len(pipelines) > 1 else asking.tabs(visit, about, asked),
        chips=asking.chips(visit, about, asked),
        buttons=(*buttons, *([new] if level(visit.actor, about, Verb.CREATE) else [])),
        empty=None if chosen else _empty(),
        hint=_hint(visit, about, stages),
    )


def show_sums(visit: Visit) -> HttpResponse:
    """GET /deals/board/sums: counts and sums of the lanes, put where they belong on the board that is shown."""
    with then.travelled(visit) as there:
        about = registry.of(there.actor.workspace_id).object("deals")
        chosen, condition = _chosen(there, list(board.pipelines(there.actor))), _condition(there, about)
        stages = board.sums_by_stage(actor=there.actor, pipeline=chosen, condition=condition) if chosen else ()
        lanes, count = _columns(there, stages), _summary(there, stages)
    return visit.show("shell/components/lane_update.html", lanes=lanes, count=count)


def _stages(visit: Visit, about: Object, pipeline: Pipeline) -> tuple[board.BoardStage, ...]:
    condition = _condition(visit, about)
    return board.deals_by_stage(actor=visit.actor, pipeline=pipeline, condition=condition, today=visit.today)


def _condition(visit: Visit, about: Object) -> Q:
    return asking.condition(visit, about, asking.list_query(visit.http.GET))


def _chosen(visit: Visit, pipelines: list[Pipeline]) -> Pipeline | None:
    wanted = visit.http.GET.get("pipeline", "")
    return next((each for each in pipelines if str(each.pk) == wanted), pipelines[0] if pipelines else None)


def _pipeline_tabs(visit: Visit, pipelines: list[Pipeline], chosen: Pipeline | None) -> tuple[Tab, ...]:
    return tuple(Tab(each.name, query_with(visit, pipeline=str(each.pk)), current=each is chosen) for each in pipelines)


def _columns(visit: Visit, stages: tuple[board.BoardStage, ...]) -> tuple[BoardColumn, ...]:
    """The lanes; their bars compare amounts of one currency, the first in which there are any."""
    totals = [each.sums.totals for each in stages]
    currency = next(iter(together(visit.actor, totals)), visit.actor.currency)
    largest = max((each.get(currency, Decimal(0)) for each in totals), default=Decimal(0)) or Decimal(1)
    shares = [int(each.get(currency, Decimal(0)) * 100 / largest) for each in totals]
    return tuple(_column(visit, each, index, shares[index]) for index, each in enumerate(stages))


def _summary(visit: Visit, stages: tuple[board.BoardStage, ...]) -> str:
    live = [each.sums for each in stages if each.stage.outcome == Outcome.OPEN]
    if not all(each.is_summed for each in stages):
        return ""
    count = sum(each.count for each in live)
    weighted = together(visit.actor, [each.weighted for each in live])
    words = ngettext("%(count)s open", "%(count)s open", count) % {"count": number_text(count, locale=visit.locale)}
    return f"{words} · {gettext('weighted')} {sums_text(visit, weighted)}" if weighted else words


def _column(visit: Visit, each: board.BoardStage, index: int, share: int) -> BoardColumn:
    sums = each.sums
    return BoardColumn(
        id=str(each.stage.pk),
        label=each.stage.name,
        cards=tuple(_card(visit, card, closed=each.stage.outcome != Outcome.OPEN) for card in each.cards),
        count=number_text(sums.count, locale=visit.locale) if each.is_summed else "",
        total=sums_text(visit, sums.totals),
        weighted=_weighted(visit, each) if each.stage.outcome == Outcome.OPEN else "",
        share=share,
        colour=cast("Literal[1, 2, 3, 4, 5, 6]", index % 6 + 1),
        more=_more(visit, each),
    )


def _weighted(visit: Visit, each: board.BoardStage) -> str:
    """The weighted sum of a lane, or what keeps its place until it comes."""
    return sums_text(visit, each.sums.weighted) if each.is_summed else "…"


def _more(visit: Visit, each: board.BoardStage) -> MenuItem | None:
    """The way to the cards of a lane that are not shown; how many is told where it is known."""
    filtered = f'/deals?filter={{"field":"stage","op":"eq","value":"{each.stage.pk}"}}'
    if not each.is_summed:
        return MenuItem(gettext("All"), filtered) if len(each.cards) == board.CARDS else None
    more = each.sums.count - len(each.cards)
    told = gettext("%(count)s more") % {"count": number_text(more, locale=visit.locale)}
    return MenuItem(told, filtered) if more > 0 else None


def _card(visit: Visit, card: board.DealCard, *, closed: bool) -> Card:
    about = registry.of(visit.actor.workspace_id).object("deals")
    values = card.values
    step, urgency = ("", "") if closed else _next_step(visit, card)
    owner, amount = values.get("owner"), about.fields["amount"]
    return Card(
        id=str(values["id"]),
        title=values.get("name") or "—",
        url=url_of("deals", values["id"]) + then.carried(visit),
        beside=(values.get("account") or {}).get("name") or "",
        amount=presenter_of(amount).text(values.get("amount"), amount, visit),
        face=Face(owner["name"] or "?", size="s") if owner else None,
        next=step,
        urgency=cast("Urgency", urgency),
        version=values["version"],
    )


def _next_step(visit: Visit, card: board.DealCard) -> tuple[str, str]:
    """The next step in words; a deal without one, or one that stands too long, calls for somebody."""
    if card.next_step_at is None:
        if card.days_in_stage is not None and card.days_in_stage > LONG_IN_STAGE:
            told = ngettext(
                "No next step, %(days)d day in this stage", "No next step, %(days)d days in this stage",
                card.days_in_stage,
            )  # fmt: skip
            return told % {"days": card.days_in_stage}, "late"
        return gettext("No next step"), "late"
    text = moment_text(card.next_step_at, locale=visit.locale, zone=visit.zone, now=visit.now)
    return text, "late" if card.next_step_at < visit.now else "soon"


def _hint(visit: Visit, about: Object, stages: tuple[board.BoardStage, ...]) -> str:
    """What to do on a board before there is any deal; asked only where every stage is empty."""
    if (
        not stages
        or any(each.cards or each.sums.count for each in stages)
        or reading.visible(visit.actor, about).exists()
    ):
        return ""
    return gettext("No deals yet. A new one starts in the first stage; drag it on from there, until it is won or lost.")


def _empty() -> Empty:
    settings = MenuItem(gettext("Set up a pipeline"), "/pipelines", "git-branch", main=True)
    text = gettext("A pipeline is the way of a deal, stage by stage. Set one up to see your deals here.")
    return Empty(gettext("No pipeline yet"), text, "kanban", action=settings)


def move(visit: Visit) -> HttpResponse:
    """POST /deals/board/move: put a deal into another stage; the board asks for its sums again."""
    form = visit.http.POST
    about = registry.of(visit.actor.workspace_id).object("deals")
    try:
        deal_id, stage_id = UUID(form.get("card", "")), UUID(form.get("lane", ""))
    except ValueError as error:
        raise NotFound from error
    version = form.get("version", "")
    with naming.naming(visit, about), causing(actor=visit.actor, action="deals.move") as cause_id:
        changing.update(
            actor=visit.actor, about=about, record_id=deal_id, values={"stage": str(stage_id)}, now=visit.now,
            version=numerals.whole(version),
        )  # fmt: skip
    return say(HttpResponse(status=204), gettext("Moved."), undo=f"/causes/{cause_id}/undo", also={"moved": True})
