"""One's own profile: name, language, theme, time zone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from plexus.kernel.identity.actions import logins
from plexus.kernel.identity.actions.logins import CHOSEN
from plexus.kernel.values.refusals import Refusal
from plexus.shell.administration.actions import people
from plexus.shell.components.forms import Control, FormPage
from plexus.shell.web import choices
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.entrance.preferences import LANGUAGES, remember
from plexus.shell.web.settings.page import NO_ERRORS, Errors, errors_of, form, select, show_forms, status_of


@require_http_methods(["GET", "POST"])
def profile(request: PageRequest) -> HttpResponse:
    """Show the profile, or keep what was changed of it."""
    if request.method != "POST":
        return show_forms(request, "settings", _form(request))
    chosen = {name: request.POST[name] for name in CHOSEN if name in request.POST}
    try:
        _save(request, chosen)
    except Refusal as refusal:
        return show_forms(request, "settings", _form(request, errors_of(refusal)), status=status_of(refusal))
    messages.success(request, _("Saved."))
    return remember(request, redirect("settings"), chosen)


def _save(request: PageRequest, chosen: dict[str, str]) -> None:
    logins.set_preferences(request.user, chosen=chosen, languages=LANGUAGES)
    name = request.POST.get("name", request.actor.name).strip()
    if name != request.actor.name:
        people.rename_oneself(actor=request.actor, name=name, now=request.now)
        logins.rename(request.user, name)


def _form(request: PageRequest, errors: Errors = NO_ERRORS) -> FormPage:
    user = request.user
    name = request.POST.get("name", request.actor.name)
    controls = (
        Control(
            "name",
            pgettext("person", "Name"),
            value=name,
            required=True,
            autocomplete="name",
            errors=errors.get("name", ()),
        ),
        Control("email", _("E-mail"), value=user.email, readonly=True, hint=_("You sign in with it.")),
        select("language", _("Language"), choices.languages(_("As the company")), user.language, errors=errors),
        select("theme", _("Theme"), choices.themes(), user.theme, errors=errors),
        select("time_zone", _("Time zone"), choices.time_zones(_("As the company")), user.time_zone, errors=errors),
    )
    return form(_("Profile"), reverse("settings"), controls)
