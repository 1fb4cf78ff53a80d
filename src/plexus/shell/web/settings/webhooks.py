"""One's own webhooks, and for administrators those of all: made, followed, tested, paused and removed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plexus.kernel.values import sentences
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components import formats
from plexus.shell.components.feedback import Notice
from plexus.shell.hooks import refusals
from plexus.shell.hooks.actions import managing
from plexus.shell.hooks.actions.managing import Shown
from plexus.shell.hooks.models import State, Webhook
from plexus.shell.hooks.queries import listing
from plexus.shell.hooks.refusals import NoSuchWebhook
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings import webhook_form as asking
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.page import NO_ERRORS, errors_of, notice_of, show, status_of

PAGE, ONE = "settings-webhooks", "settings-webhook"
SHOWN = 50
TONES = {State.WAITING: "info", State.DELIVERED: "good", State.DEAD: "bad", State.DROPPED: ""}


@never_cache
@require_http_methods(["GET", "POST"])
def webhooks(request: PageRequest) -> HttpResponse:
    """The webhooks, or make one; the answer to making shows its secret, and nothing later does."""
    if request.method != "POST":
        return _list(request)
    try:
        made = managing.create_webhook(actor=request.actor, values=asking.typed(request), now=request.now)
    except Refusal as refusal:
        return _list(request, refusal)
    return _page(request, made.webhook, made=made)


@never_cache
@require_http_methods(["GET", "POST"])
def webhook(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """How one stands, what it sent, and its form."""
    held = listing.by_id(request.actor, webhook_id)
    if request.method != "POST":
        return _page(request, held)
    try:
        managing.change_webhook(
            actor=request.actor, webhook_id=webhook_id, values=asking.typed(request), now=request.now
        )
    except Refusal as refusal:
        return _page(request, held, refusal=refusal)
    messages.success(request, _("Saved."))
    return redirect(ONE, webhook_id)


@require_safe
def filter_(request: PageRequest) -> HttpResponse:
    """The dialog for the filter of the one object that is chosen; or the form's part without one."""
    if "off" in request.GET:
        return render(request, "shell/controls/filter.html", {"control": asking.no_filter(request)})
    return asking.filter_dialog(request)


@require_POST
def test(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Send a test, and lead to what becomes of it."""
    made = managing.test_webhook(actor=request.actor, webhook_id=webhook_id, now=request.now)
    return redirect("settings-webhook-message", webhook_id, made.pk)


@require_POST
def pause(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Send nothing until it is resumed."""
    managing.pause_webhook(actor=request.actor, webhook_id=webhook_id)
    messages.success(request, _("It sends nothing until it is resumed."))
    return redirect(ONE, webhook_id)


@require_POST
def resume(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Send again."""
    missed = request.POST.get("missed") == "true"
    managing.resume_webhook(actor=request.actor, webhook_id=webhook_id, missed=missed, now=request.now)
    messages.success(request, _("It sends again."))
    return redirect(ONE, webhook_id)


@administrators_only
@require_POST
def release(request: PageRequest) -> HttpResponse:
    """Let all send again that wait since a backup was put back."""
    missed = request.POST.get("missed") == "true"
    count = managing.release_webhooks(actor=request.actor, missed=missed, now=request.now)
    told = ngettext("%(count)d webhook sends again.", "%(count)d webhooks send again.", count)
    messages.success(request, told % {"count": count})
    return redirect(PAGE)


@never_cache
@require_POST
def secret(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """A new secret, shown in the answer and nowhere later."""
    hours = asking.hours(request)
    made = managing.rotate_secret(actor=request.actor, webhook_id=webhook_id, hours=hours, now=request.now)
    return _page(request, made.webhook, made=made)


@require_POST
def replay(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Send all again that were given up."""
    count = managing.replay(actor=request.actor, webhook_id=webhook_id, now=request.now)
    told = ngettext("%(count)d message is sent again.", "%(count)d messages are sent again.", count)
    messages.success(request, told % {"count": count})
    return redirect(ONE, webhook_id)


@require_POST
def remove(request: PageRequest, webhook_id: UUID) -> HttpResponse:
    """Remove it with all that it had to send."""
    managing.remove_webhook(actor=request.actor, webhook_id=webhook_id)
    messages.success(request, _("The webhook is removed."))
    return redirect(PAGE)


@require_safe
def message(request: PageRequest, webhook_id: UUID, message_id: UUID) -> HttpResponse:
    """One message with each attempt."""
    held = listing.by_id(request.actor, webhook_id)
    found, tries = listing.message(held, message_id)
    told = [(each, _(refusals.SENTENCES[each.error]) if each.error else "") for each in tries]
    mine = held.person_id == request.actor.person_id
    return show(
        request, "webhook_message", PAGE, title=found.type, webhook=held, message=found, tries=told,
        tone=TONES[State(found.state)], again=mine and found.state != State.WAITING,
    )  # fmt: skip


@require_POST
def replay_one(request: PageRequest, webhook_id: UUID, message_id: UUID) -> HttpResponse:
    """Send one message again."""
    managing.replay(actor=request.actor, webhook_id=webhook_id, now=request.now, message_ids=[message_id])
    return redirect("settings-webhook-message", webhook_id, message_id)


def _list(request: PageRequest, refusal: Refusal | None = None) -> HttpResponse:
    errors = errors_of(refusal) if refusal else NO_ERRORS
    notice = notice_of(refusal) if refusal and not errors else None
    lines = [(each, *_state(each)) for each in listing.webhooks(request.actor)]
    return show(
        request, "webhooks", PAGE, status=status_of(refusal) if refusal else 200, lines=lines,
        form=asking.webhook_form(request, None, errors, notice),
    )  # fmt: skip


def _page(
    request: PageRequest, held: Webhook, *, made: Shown | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    errors = errors_of(refusal) if refusal else NO_ERRORS
    mine = held.person_id == request.actor.person_id
    state = State.DEAD if request.GET.get("state") == State.DEAD else None
    log = listing.log(held, state=state, limit=SHOWN, after=_after(request))
    label, tone = _state(held)
    return show(
        request, "webhook", PAGE, title=held.name, status=status_of(refusal) if refusal else 200, webhook=held,
        made=made, mine=mine, state=label, tone=tone, counts=listing.counts(held), trouble=_trouble(held),
        lines=[(each, TONES[State(each.state)]) for each in log.messages], next=log.next, dead_only=state is not None,
        form=asking.webhook_form(request, held, errors, notice_of(refusal) if refusal and not errors else None),
        rotation=asking.rotation(),
    )  # fmt: skip


def _after(request: PageRequest) -> UUID | None:
    try:
        return UUID(request.GET["after"]) if "after" in request.GET else None
    except ValueError as error:
        raise NoSuchWebhook from error


def _state(held: Webhook) -> tuple[str, str]:
    """How it stands in a word, and the tone of it."""
    if held.trouble:
        return _("switched off"), "bad"
    if not held.active:
        return _("paused"), ""
    return (_("failing"), "warn") if held.failing_since else (_("active"), "good")


def _trouble(held: Webhook) -> Notice | None:
    if held.trouble:
        return Notice(_("Switched off"), sentences.spoken(held.trouble, _), "bad")
    if held.active and held.failing_since:
        moment = formats.exact_text(
            held.failing_since, locale=formats.locale_of(get_language() or "en"), zone=timezone.get_current_timezone()
        )
        text = _("None has arrived since %(moment)s. They are tried again, later and later.")
        return Notice(_("Messages do not arrive"), text % {"moment": moment}, "warn")
    return None
