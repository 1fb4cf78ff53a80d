"""The sign-in page, with the demo's open doors where there are any, and what strangers are told."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, PasswordResetView
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from plexus.shell.components.feedback import Notice
from plexus.shell.web.entrance import demo


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """E-mail and password; the demo beside them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return shown | {"demo": demo.offered(self.request)}


class SecondStep(AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """The code. Whom the demo lets in with one click it also lets in without one: the code guards nothing there."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who knows the code, or whom the demo does not ask."""
        if "without" in request.POST and self._is_open():
            passed: HttpResponse = self.stage.exit()
            return passed
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return shown | {"owner": self.stage.login.user, "open_door": self._is_open()}

    def _is_open(self) -> bool:
        return any(each.user_id == self.stage.login.user.pk for each in demo.offered(self.request))


class ForgottenPassword(PasswordResetView):  # type: ignore[misc]  # allauth has no types
    """A letter with a link; without a mail server the page says what to do instead."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return shown | {"notice": None if settings.EMAIL_HOST else no_mail()}


def no_mail() -> Notice:
    """That letters do not leave this machine."""
    return Notice(
        title=_("This Plexus sends no mail."),
        text=_("Ask an administrator for a one-time sign-in link. Letters are only kept in the data folder."),
        tone="warn",
    )


def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Where a sign-up page would be."""
    return render(request, "shell/entrance/no_sign_up.html", status=403)
