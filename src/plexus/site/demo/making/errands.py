"""Made-up tasks: for most open deals a next step, for everybody something overdue, something today, something later."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from plexus.crm.engagement.models import Task
from plexus.crm.sales.models import Deal
from plexus.site.demo.making import telling
from plexus.site.demo.making.setting import Customer, Player, Setting
from plexus.site.demo.making.touches import references
from plexus.site.demo.words import goods, remarks
from plexus.site.demo.words.both import Both

WITH_A_STEP = 0.72
LATE, TODAY, COMING = 2, 3, 3
PRIORITIES = (("normal", 68), ("high", 22), ("low", 10))
MIDNIGHT = time(23, 45)


def make_errands(setting: Setting) -> None:
    """Next steps, days for everybody, and what is done."""
    customers = {customer.account.pk: customer for customer in setting.customers}
    for deal in setting.made.deals:
        if deal.stage.outcome == "open" and deal.account_id and setting.dice.chance(WITH_A_STEP):
            _step(setting, deal, customers[deal.account_id], _days(setting))
    for player in setting.players:
        mine = [each for each in setting.customers if each.player is player]
        for days in (*_late(setting), *([0] * setting.dice.between(1, TODAY)), *_coming(setting)):
            _errand(setting, player, mine, days)
    for _number in range(setting.size.tasks):
        deal = setting.dice.pick(setting.made.deals)
        if deal.account_id and deal.opened_on:
            _done(setting, deal, customers[deal.account_id])


def _days(setting: Setting) -> int:
    """In how many days the next step of a deal is due: a few late, some today, most to come."""
    dice = setting.dice
    kind = dice.weighed(("late", "today", "coming"), (13, 14, 73))
    return {"late": -dice.between(1, 12), "today": 0, "coming": dice.between(1, 21)}[kind]


def _late(setting: Setting) -> list[int]:
    return [-setting.dice.between(1, 9) for _number in range(setting.dice.between(1, LATE))]


def _coming(setting: Setting) -> list[int]:
    return [setting.dice.between(1, 14) for _number in range(setting.dice.between(1, COMING))]


def _step(setting: Setting, deal: Deal, customer: Customer, days: int) -> Task:
    subject = _subject(setting, remarks.ERRANDS, customer, deal)
    task = _task(setting, setting.player_of(deal), subject, _due(setting, days), references(deal, customer.account))
    task.created_at = task.updated_at = max(task.created_at, deal.created_at)
    return task


def _errand(setting: Setting, player: Player, mine: list[Customer], days: int) -> None:
    if not mine:
        _task(setting, player, setting.say(setting.dice.pick(remarks.DESK_ERRANDS)), _due(setting, days), [])
        return
    customer = setting.dice.pick(mine)
    about = references(customer.account, *customer.contacts[:1])
    subject = _subject(setting, remarks.CARE_ERRANDS, customer, None)
    _task(setting, player, subject, _due(setting, days), about)


def _done(setting: Setting, deal: Deal, customer: Customer) -> None:
    """One that was done while the deal ran."""
    opened_on = deal.opened_on or setting.today
    end = deal.closed_on or setting.today
    day = opened_on + timedelta(days=int((end - opened_on).days * setting.dice.share()))
    done_at = setting.moment(day)
    due_at = done_at + timedelta(hours=setting.dice.between(-20, 40))
    subject = _subject(setting, remarks.ERRANDS, customer, deal)
    task = _task(setting, setting.player_of(deal), subject, due_at, references(deal, customer.account))
    task.created_at = done_at - timedelta(days=setting.dice.between(1, 6))
    task.done_at = task.updated_at = done_at


def _subject(setting: Setting, errands: tuple[Both, ...], customer: Customer, deal: Deal | None) -> str:
    person = telling.who(setting, customer, deal)
    return telling.told(setting, setting.dice.pick(errands), customer, person, setting.dice.pick(goods.THINGS))


def _due(setting: Setting, days: int) -> datetime:
    """A moment of the day so many days from now; what is due today is still ahead as long as the day lasts."""
    if days == 0:
        evening = datetime.combine(setting.today, MIDNIGHT, tzinfo=setting.zone)
        soon = setting.now + timedelta(minutes=setting.dice.between(20, 300))
        return min(soon.replace(second=0, microsecond=0), evening)
    day = setting.today + timedelta(days=days)
    return datetime.combine(day, time(setting.dice.between(9, 17), setting.dice.pick((0, 30))), tzinfo=setting.zone)


def _task(setting: Setting, player: Player, subject: str, due_at: datetime, about: list[dict[str, str]]) -> Task:
    made_at = min(setting.now, due_at) - timedelta(
        days=setting.dice.between(1, 9), minutes=setting.dice.between(0, 300)
    )
    task = Task(
        **setting.owned(made_at, player), subject=subject, due_at=due_at, related=about,
        priority=setting.dice.among(PRIORITIES),
    )  # fmt: skip
    setting.made.tasks.append(task)
    return task
