"""The visitor's address behind reverse proxies: believed only from proxies that are configured.

Whatever counts attempts, limits rates or shows where somebody signed in reads `REMOTE_ADDR`; here it is put right,
once, before anything else runs.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Proxies:
    """Middleware: `REMOTE_ADDR` becomes the visitor's; what strangers claim of themselves is dropped."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._trusted = networks(settings.PLEXUS_TRUSTED_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        peer = request.META.get("REMOTE_ADDR", "")
        chain = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
        if self._trusted:
            if _is_among(address_of(peer), self._trusted):
                request.META["REMOTE_ADDR"] = visitor(peer, chain, self._trusted)
            else:
                request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        elif 0 < settings.PLEXUS_PROXIES <= len(chain):
            found = address_of(chain[-settings.PLEXUS_PROXIES])
            request.META["REMOTE_ADDR"] = str(found) if found else peer
        return self.get_response(request)


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks such as 10.0.0.0/8; raises `ValueError` for what is none."""
    return tuple(ipaddress.ip_network(name, strict=False) for name in names)


def visitor(peer: str, chain: list[str], trusted: tuple[Network, ...]) -> str:
    """The last address of the chain that is no proxy of ours: all before it the visitor may have made up."""
    nearest = peer
    for text in reversed(chain):
        found = address_of(text)
        if found is None:
            break
        nearest = str(found)
        if not _is_among(found, trusted):
            break
    return nearest


def address_of(text: str) -> Address | None:
    """An address as proxies write it: bare, with a port, or in brackets; an IPv4 one that IPv6 wraps is unwrapped."""
    bare = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_among(address: Address | None, known: tuple[Network, ...]) -> bool:
    return address is not None and any(address in network for network in known)
