"""Web addresses in one form."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit, urlunsplit


def written(address: str) -> str:
    """Scheme and host in lower case, without the port that everybody means and the slash behind a bare host."""
    text = address.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return text
    if not host or parts.scheme.lower() not in {"http", "https"} or "@" in parts.netloc:
        return text
    scheme = parts.scheme.lower()
    named = f"[{host}]" if ":" in host else host
    bare = port is None or (scheme, port) in {("http", 80), ("https", 443)}
    path = "" if parts.path == "/" and not (parts.query or parts.fragment) else parts.path
    return urlunsplit(SplitResult(scheme, named if bare else f"{named}:{port}", path, parts.query, parts.fragment))
