"""Where to go next: only to pages of our own."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, *, otherwise: str = "/") -> str:
    """The page that the request names as `next`, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if wanted and ours else otherwise


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, which leads back to where the request stood."""
    here = _here(request)
    return f"{reverse('account_login')}?{urlencode({'next': here})}" if here != "/" else reverse("account_login")


def _here(request: HttpRequest) -> str:
    """The page that somebody looked at: that of a part or of a form, else what was asked for."""
    if shown := request.headers.get("HX-Current-URL"):
        return _path_of(shown)
    if request.method == "GET":
        return request.get_full_path()
    sent_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(sent_from, allowed_hosts={request.get_host()})
    return _path_of(sent_from) if sent_from and ours else "/"


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
