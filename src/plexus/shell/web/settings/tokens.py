"""One's own API tokens; a new one is shown once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from plexus.kernel.identity.actions.tokens import NewToken
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import tokens as administration
from plexus.shell.administration.queries import listing
from plexus.shell.components.forms import Control, FormPage
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings.page import NO_ERRORS, Errors, errors_of, form, select, show, status_of

SOME = "some"


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: PageRequest) -> HttpResponse:
    """The tokens, or make one; the answer to making shows its secret, and nothing later does."""
    if request.method != "POST":
        return _page(request)
    try:
        made = administration.create_token(
            actor=request.actor,
            name=request.POST.get("name", "").strip() or _("Token"),
            scopes=_scopes(request),
            now=request.now,
            expires_at=_expiry(request),
        )
    except Refusal as refusal:
        return _page(request, errors=errors_of(refusal), status=status_of(refusal))
    return _page(request, made=made)


@require_POST
def revoke(request: PageRequest, token_id: UUID) -> HttpResponse:
    """End a token at once."""
    administration.revoke_token(actor=request.actor, token_id=token_id, now=request.now)
    messages.success(request, _("The token does not work any more."))
    return redirect("settings-tokens")


def _page(
    request: PageRequest, *, made: NewToken | None = None, errors: Errors = NO_ERRORS, status: int = 200
) -> HttpResponse:
    return show(
        request,
        "tokens",
        "settings-tokens",
        status=status,
        tokens=listing.tokens(request.actor),
        made=made,
        form=_form(request, errors),
    )


def _form(request: PageRequest, errors: Errors) -> FormPage:
    posted = request.POST
    controls = (
        Control("name", _("Name"), placeholder=_("What is it for?"), value=posted.get("name", ""), required=True),
        select("days", _("Works for"), _periods(), posted.get("days", "90"), errors=errors),
        select(
            "reach",
            _("What it may do"),
            _reaches(),
            posted.get("reach", "*"),
            errors={"reach": errors.get("scopes", ())},
            hint=_("Never more than you may do yourself."),
        ),
        Control(
            "scopes",
            _("Scopes"),
            value=posted.get("scopes", ""),
            placeholder="accounts:read deals:write",
            hint=_("Only for “some objects”. There are: %(known)s.")
            % {"known": ", ".join(each.plural for each in registry.of(request.actor.workspace_id))},
        ),
    )
    return form(_("New token"), reverse("settings-tokens"), controls, save=_("Make the token"))


def _reaches() -> list[tuple[str, str]]:
    return [
        ("*", _("Everything that I may do")),
        ("*:read", _("Read everything, change nothing")),
        (SOME, _("Some objects")),
    ]


def _scopes(request: PageRequest) -> list[str]:
    """The scopes that were chosen in words; only where none was, those that were typed."""
    reach = request.POST.get("reach", SOME)
    return [reach] if reach != SOME else request.POST.get("scopes", "").replace(",", " ").split()


def _periods() -> list[tuple[str, str]]:
    return [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")), ("", _("Until it is revoked"))]


def _expiry(request: PageRequest) -> datetime | None:
    days = request.POST.get("days", "")
    return request.now + timedelta(days=min(int(days), 3650)) if days.isdecimal() else None
