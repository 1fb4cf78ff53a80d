"""The company: name, language, currency, time zone, country."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plexus.kernel.records.refusals import Invalid
from plexus.shell.administration.actions import company as administration
from plexus.shell.administration.queries import listing
from plexus.shell.components.forms import Control, FormPage
from plexus.shell.web import choices
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.page import NO_ERRORS, Errors, errors_of, form, select, show_forms


@administrators_only
@require_http_methods(["GET", "POST"])
def company(request: PageRequest) -> HttpResponse:
    """Show it, or keep what was changed of it."""
    if request.method != "POST":
        return show_forms(request, "settings-company", _form(request))
    try:
        administration.change_with_names(actor=request.actor, values=request.POST.dict(), now=request.now)
    except Invalid as refusal:
        return show_forms(request, "settings-company", _form(request, errors_of(refusal)), status=422)
    messages.success(request, _("Saved."))
    return redirect("settings-company")


def _form(request: PageRequest, errors: Errors = NO_ERRORS) -> FormPage:
    held = listing.company(request.actor)
    name = request.POST.get("name", held.name)
    controls = (
        Control("name", _("Company name"), value=name, required=True, errors=errors.get("name", ())),
        select(
            "language",
            _("Language"),
            choices.languages(),
            held.language,
            errors=errors,
            hint=_(
                "For everybody who does not choose one. Stages, reasons for losing and roles that still have the names "
                "they came with are renamed."
            ),
        ),
        select("time_zone", _("Time zone"), choices.time_zones(), held.time_zone, errors=errors),
        select("currency", _("Currency"), choices.currencies(), held.currency, errors=errors),
        select("country", _("Country"), choices.countries(), held.country, errors=errors),
    )
    return form(_("Company"), reverse("settings-company"), controls)
