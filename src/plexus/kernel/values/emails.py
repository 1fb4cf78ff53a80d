"""E-mail addresses: one spelling for one mailbox, with domains in any script."""

from __future__ import annotations

import re
import unicodedata

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _

_LOCAL = re.compile(r"\A[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*\Z")
_LABEL = re.compile(r"\A(?!-)[^\W_](?:[\w-]*[^\W_])?\Z")
_ASCII = re.compile(
    r"\A[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\Z"
)
_NAMED = re.compile(r"\A[^<>]*<\s*([^<>]+?)\s*>\Z")


class EmailUnreadable(Refusal):
    """A text was expected to be an e-mail address and is none."""

    message = _("“%(text)s” is not an e-mail address. It needs the form name@example.com.")


def normalise(text: str) -> str:
    """The address in lower case, without display name or `mailto:`, full-width signs narrowed.

    Raises `EmailUnreadable`.
    """
    if len(text) > 512:
        raise EmailUnreadable(text=text[:80])
    plain = text.strip().lower()
    if len(plain) <= 254 and plain.find("@") <= 64 and _ASCII.match(plain):
        return plain
    address = _unwrapped(unicodedata.normalize("NFKC", text)).lower()
    local, _at, domain = address.rpartition("@")
    domain = domain.replace("。", ".")
    if not _local_fits(local) or not _domain_fits(domain) or len(local) + len(domain) > 253:
        raise EmailUnreadable(text=text[:80])
    return f"{local}@{domain}"


def written(text: str) -> str:
    """The address in its one form: lower case, a domain that was written in ASCII in its own script."""
    local, _at, domain = normalise(text).rpartition("@")
    return f"{local}@{'.'.join(map(_readable, domain.split('.')))}"


def _readable(label: str) -> str:
    """A label of a domain in its own script, where that leads back to it."""
    if not label.startswith("xn--"):
        return label
    try:
        found = label.encode("ascii").decode("idna")
        return found if found.encode("idna").decode("ascii") == label and _LABEL.match(found) else label
    except UnicodeError:
        return label


def is_email(text: str) -> bool:
    """Whether `normalise` would take the text."""
    try:
        normalise(text)
    except EmailUnreadable:
        return False
    return True


def _unwrapped(text: str) -> str:
    plain = text.strip()
    named = _NAMED.match(plain)
    return (named[1] if named else plain).removeprefix("mailto:")


def _local_fits(local: str) -> bool:
    return len(local.encode()) <= 64 and _LOCAL.match(local) is not None


def _domain_fits(domain: str) -> bool:
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or len(labels[-1]) < 2:
        return False
    try:
        sizes = [len(label.encode("idna")) for label in labels]
    except UnicodeError:
        return False
    return max(sizes) <= 63 and all(_LABEL.match(label) for label in labels)
