"""One-time links: looking at one uses nothing up, so that previews of messengers do not spoil it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from plexus.kernel.identity.actions import links, logins
from plexus.kernel.identity.actions.links import LinkSpent
from plexus.kernel.identity.models import User
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.shell.administration.actions import first
from plexus.shell.components.forms import Control
from plexus.shell.web.arriving import refusing
from plexus.shell.web.entrance import guessing
from plexus.shell.web.entrance.coming_in import come_in


@never_cache
@sensitive_post_parameters("password")
def welcome(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Say whom the link signs in and, on the press of its button, do so; who has no password chooses one."""
    try:
        user = links.owner_of_link(secret, now=timezone.now())
    except LinkSpent as spent:
        return render(request, "shell/entrance/link_spent.html", {"reason": refusing.sentences(spent)[0]}, status=410)
    if request.method != "POST":
        return _page(request, user)
    try:
        return _use(request, secret)
    except Refusal as refusal:
        return _page(request, user, refusal)


def _use(request: HttpRequest, secret: str) -> HttpResponseBase:
    now = timezone.now()
    with transaction.atomic():
        used, spoken = links.use_link(secret, now=now), get_language() or "en"
        faults: list[FieldError] = []
        if used.email == first.UNNAMED:
            with _noting(faults):
                spoken = _introduce(request, used, spoken, now)
        if not used.has_usable_password():
            with _noting(faults):
                logins.choose_password(used, request.POST.get("password", ""))
        if faults:
            raise Invalid(fields=faults)
    with translation.override(spoken):
        messages.success(request, _("Welcome, %(name)s.") % {"name": str(used)})
    return come_in(request, used, method="link")


def _introduce(request: HttpRequest, used: User, spoken: str, now: datetime) -> str:
    """Who the first administrator is, as typed; gives the language that was chosen."""
    given = {name: request.POST.get(name, "").strip() for name in ("name", "email", "company")}
    chosen = guessing.chosen(request.POST)
    language = chosen.pop("language", "") or spoken
    first.introduce(used, **given, language=language, now=now, **chosen)
    return language


@contextmanager
def _noting(faults: list[FieldError]) -> Iterator[None]:
    """Keep what is wrong with fields, so that all of it is told at once."""
    try:
        yield
    except Refusal as refusal:
        if not refusal.fields:
            raise
        faults += refusal.fields


def _page(request: HttpRequest, user: User, refusal: Refusal | None = None) -> HttpResponseBase:
    errors: dict[str, tuple[str, ...]] = {}
    for each in refusal.fields if refusal else ():
        errors[each.field] = (*errors.get(each.field, ()), each.sentence(_))
    general = refusing.sentences(refusal) if refusal and not errors else []
    shown = {
        "owner": user,
        "unnamed": user.email == first.UNNAMED,
        "general": general,
        "controls": tuple(_controls(request, user, errors)),
        "currencies": guessing.currency_by_zone() if user.email == first.UNNAMED else {},
    }
    status = refusing.status_of(refusal) if refusal else 200
    return render(request, "shell/entrance/welcome.html", shown, status=status)


def _controls(request: HttpRequest, user: User, errors: dict[str, tuple[str, ...]]) -> Iterator[Control]:
    unnamed = user.email == first.UNNAMED
    if unnamed:
        yield from _naming(request, errors)
    if not user.has_usable_password():
        yield _password(errors)
    if unnamed:
        yield from guessing.controls(request, errors)


def _naming(request: HttpRequest, errors: dict[str, tuple[str, ...]]) -> Iterator[Control]:
    """What the first person of all says of herself and of the company."""
    for name, label, kind, known_as in (
        ("company", _("Company name"), "text", "organization"),
        ("name", _("Your name"), "text", "name"),
        ("email", _("Your e-mail"), "email", "email"),
    ):
        yield Control(
            name, label, type=kind, value=request.POST.get(name, ""), required=True, autofocus=name == "company",
            autocomplete=known_as, errors=errors.get(name, ()),
        )  # fmt: skip


def _password(errors: dict[str, tuple[str, ...]]) -> Control:
    hint = _("At least ten characters; a sentence is easiest to remember.")
    return Control(
        "password", _("Choose a password"), type="password", required=True, autocomplete="new-password", hint=hint,
        errors=errors.get("password", ()),
    )  # fmt: skip
