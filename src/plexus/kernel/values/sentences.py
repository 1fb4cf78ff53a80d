"""Sentences that are kept: the English template and its parameters, translated when somebody reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from plexus.kernel.values.refusals import Refusal


def kept(text: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """A template with its parameters as a JSON value; what JSON does not know is kept as text."""
    value: dict[str, Any] = orjson.loads(as_json(text, params))
    return value


def as_json(text: str, params: Mapping[str, Any]) -> str:
    """The same as JSON text."""
    return orjson.dumps({"text": text, "params": dict(params)}, default=str).decode()


def of_refusal(refusal: Refusal) -> dict[str, Any]:
    """What a refusal says, to be kept."""
    return kept(refusal.message, refusal.params)


def spoken(sentence: Mapping[str, Any] | None, translate: Callable[[str], str]) -> str:
    """A kept sentence in the language of `translate`; nothing kept is nothing said."""
    if not sentence:
        return ""
    text = translate(sentence["text"])
    return text % sentence["params"] if sentence["params"] else text
