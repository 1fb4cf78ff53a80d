"""The company itself: its name, and what holds for everybody who does not choose otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from django.conf import settings

from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records.refusals import Invalid, NotAllowed
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.workspaces.models import Workspace
from plexus.shell.administration.actions import speaking

FIELDS = ("name", "language", "currency", "time_zone", "country")
NEEDED = _("This field is required.")
NOT_OFFERED = _("“%(value)s” is not offered.")


def change_with_names(*, actor: Actor, values: Mapping[str, str], now: datetime) -> Workspace:
    """`change_company`; and what still has the name that it came with is named in the company's new language."""
    before = Workspace.objects.get(pk=actor.workspace_id).language
    company = change_company(actor=actor, values=values)
    if company.language != before:
        with causing(actor=actor, action="company.speak"):
            speaking.speak(replace(actor, language=company.language), before=before, now=now)
    return company


def change_company(*, actor: Actor, values: Mapping[str, str]) -> Workspace:
    """Change what is given of name, language, currency, time zone and country; raises `NotAllowed` or `Invalid`."""
    if not actor.is_administrator:
        raise NotAllowed
    given = {name: values[name].strip() for name in FIELDS if name in values}
    if faults := [fault for name, value in given.items() if (fault := _fault(name, value))]:
        raise Invalid(fields=faults)
    company = Workspace.objects.select_for_update().get(pk=actor.workspace_id)
    before = {name: getattr(company, name) for name in given}
    # The row of a company is no record; its cause remembers what was and what is.
    with causing(actor=actor, action="company.change", before=before, after=given):
        for name, value in given.items():
            setattr(company, name, value)
        company.save(update_fields=list(given))
    return company


def _fault(name: str, value: str) -> FieldError | None:
    if not value:
        return FieldError(name, "required", NEEDED)
    return None if _offered(name, value) else FieldError(name, "not_offered", NOT_OFFERED, {"value": value})


def _offered(name: str, value: str) -> bool:
    match name:
        case "language":
            return value in dict(settings.LANGUAGES)
        case "currency":
            return value in list_currencies()
        case "time_zone":
            return value in available_timezones()
        case "country":
            return len(value) == 2 and value.isalpha() and value.isupper()
        case _:
            return len(value) <= 200
