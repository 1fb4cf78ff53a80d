"""One-time links: looking at one uses nothing up, so that previews of messengers do not spoil it."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from plexus.kernel.identity.actions import links, logins
from plexus.kernel.identity.actions.links import LinkSpent
from plexus.kernel.identity.actions.logins import PasswordTooWeak
from plexus.kernel.identity.models import User
from plexus.shell.components.forms import Control
from plexus.shell.web import refusing
from plexus.shell.web.entrance.coming_in import come_in


@never_cache
@sensitive_post_parameters("password")
def welcome(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Say whom the link signs in and, on the press of its button, do so; who has no password chooses one."""
    try:
        user = links.owner_of_link(secret, now=timezone.now())
        if request.method != "POST":
            return _page(request, user)
        return _use(request, secret, user)
    except PasswordTooWeak as weak:
        return _page(request, user, errors=tuple(refusing.sentences(weak)), status=422)
    except LinkSpent as spent:
        return render(request, "shell/entrance/link_spent.html", {"reason": refusing.sentences(spent)[0]}, status=410)


def _use(request: HttpRequest, secret: str, user: User) -> HttpResponseBase:
    with transaction.atomic():
        used = links.use_link(secret, now=timezone.now())
        if not user.has_usable_password():
            logins.choose_password(used, request.POST.get("password", ""))
    messages.success(request, _("Welcome, %(name)s.") % {"name": str(used)})
    return come_in(request, used, method="link")


def _page(request: HttpRequest, user: User, *, errors: tuple[str, ...] = (), status: int = 200) -> HttpResponseBase:
    password = Control(
        "password",
        _("Choose a password"),
        type="password",
        required=True,
        autofocus=True,
        autocomplete="new-password",
        hint=_("At least ten characters; a sentence is easiest to remember."),
        errors=errors,
    )
    controls = () if user.has_usable_password() else (password,)
    shown = {"owner": user, "controls": controls}
    return render(request, "shell/entrance/welcome.html", shown, status=status)
