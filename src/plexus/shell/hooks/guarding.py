"""Where messages may go: never to this machine, its network, or what answers for its cloud, unless that is allowed.

A name is looked up once, each address is judged, and the connection goes to the address that was judged: a name that
means another address a moment later leads nowhere else.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

Address = IPv4Address | IPv6Address
Lookup = Callable[[str, int], Iterable[str]]
LONGEST = 1_000
SCHEMES = {"https": 443, "http": 80}
NAT64 = IPv6Network("64:ff9b::/96")
LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")


class Refused(Exception):
    """A message may not go there; `code` says why, for people in `sentences`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Target:
    """A URL taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """The parts of a URL; raises `Refused` for what is none, bears a password, or is no https or http."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise Refused("not_a_url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("not_a_url") from error
    if parts.scheme not in SCHEMES or not parts.hostname or port == 0:
        raise Refused("not_a_url")
    if "@" in parts.netloc or parts.fragment:
        raise Refused("not_plain")
    return Target(parts.scheme, parts.hostname, port or SCHEMES[parts.scheme], _path(parts))


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True)
class Guard:
    """Which addresses messages may go to: public ones, and the networks that the installation allows besides."""

    allowed: tuple[str, ...] = ()
    lookup: Lookup | None = None

    def judge(self, url: str) -> Target:
        """What can be said of a URL before its name is looked up; raises `Refused`."""
        target = target_of(url)
        literal = _literal(target.host)
        if literal is not None and not self._may(target, literal):
            raise Refused(self._why(target, literal))
        if target.scheme == "http" and not self.allowed:
            raise Refused("not_https")
        return target

    def address_of(self, target: Target) -> str:
        """The address to connect to; raises `Refused` where the name means none that is allowed."""
        try:
            found = [
                ip_address(each.partition("%")[0]) for each in (self.lookup or _looked_up)(target.host, target.port)
            ]
        except (OSError, UnicodeError) as error:
            raise Refused("unknown_host") from error
        good = [each for each in found if self._may(target, each)]
        if not good:
            raise Refused(self._why(target, found[0]) if found else "unknown_host")
        return str(good[0])

    def _may(self, target: Target, address: Address) -> bool:
        """Without encryption only into networks that were allowed by name."""
        return self._is_allowed(address) or (target.scheme == "https" and is_public(address))

    def _why(self, target: Target, address: Address) -> str:
        return "not_https" if target.scheme == "http" and is_public(address) else "private_address"

    def _is_allowed(self, address: Address) -> bool:
        plain = embedded(address) or address
        return any(plain in ip_network(each, strict=False) for each in self.allowed)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet, also the one that it carries inside."""
    inner = embedded(address)
    if inner is not None:
        return is_public(inner)
    if isinstance(address, IPv6Address) and (address in LOCAL_NAT64 or address.is_site_local):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def embedded(address: Address) -> IPv4Address | None:
    """The IPv4 address to which an IPv6 address is carried on."""
    if isinstance(address, IPv4Address):
        return None
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo:
        return address.teredo[1]
    if int(address) >> 32 == 0 and int(address) > 1:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _literal(host: str) -> Address | None:
    if host == "localhost" or host.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _looked_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))
