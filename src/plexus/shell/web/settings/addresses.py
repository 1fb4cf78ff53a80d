"""One's own e-mail address, by which one signs in."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import addresses
from plexus.shell.components.forms import Control, FormPage
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings.page import NO_ERRORS, Errors, errors_of, form, notice_of, show_forms, status_of

PAGE = "settings-security"


@require_http_methods(["GET", "POST"])
def address(request: PageRequest) -> HttpResponse:
    """Ask for another address, once the password was proved; the old one is told where letters are sent."""
    if is_reauthentication_required(request, app="account"):
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")
    if request.method != "POST":
        return _page(request)
    old = request.user.email
    try:
        addresses.change_own_address(
            actor=request.actor, user=request.user, email=request.POST.get("email", ""), now=request.now
        )
    except Refusal as refusal:
        request.user.refresh_from_db(fields=["email"])
        return _page(request, refusal)
    if settings.EMAIL_HOST:
        transaction.on_commit(lambda: _tell(old, request.user.email))
    messages.success(request, _("From now on you sign in as %(email)s.") % {"email": request.user.email})
    return redirect(PAGE)


def _tell(old: str, new: str) -> None:
    text = _(
        "Your address for signing in to Plexus is now %(new)s. If it was not you who changed it, tell an administrator."
    )
    send_mail(_("Your sign-in address has changed"), text % {"new": new}, None, [old], fail_silently=True)


def _page(request: PageRequest, refusal: Refusal | None = None) -> HttpResponse:
    errors = errors_of(refusal) if refusal else NO_ERRORS
    status = status_of(refusal) if refusal else 200
    title = _("E-mail address")
    return show_forms(request, PAGE, _form(request, errors, refusal), title=title, status=status)


def _form(request: PageRequest, errors: Errors, refusal: Refusal | None) -> FormPage:
    control = Control(
        "email",
        _("New e-mail address"),
        type="email",
        value=request.POST.get("email", ""),
        required=True,
        autocomplete="email",
        autofocus=True,
        errors=errors.get("email", ()),
    )
    return form(
        _("E-mail address"),
        reverse("settings-address"),
        (control,),
        intro=_("You sign in as %(email)s now.") % {"email": request.user.email},
        notice=notice_of(refusal) if refusal and not errors else None,
    )
