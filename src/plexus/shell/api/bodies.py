"""Reading what a request brings: JSON within bounds, and the parts of bodies that are not records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from plexus.kernel.schema.field import Label
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import problems

JSON_TYPES = frozenset({"application/json", "application/merge-patch+json"})
WRONG_KIND = _("Expected %(kind)s.")
UNKNOWN = _("There is no field “%(field)s”.")
REQUIRED = _("This field is required.")
TOO_MANY = _("At most %(most)d fit.")


class BodyInvalid(Refusal):
    """The body is JSON, but not what this endpoint takes."""

    message = _("Some fields need attention.")


def raw(http: HttpRequest) -> bytes:
    """The bytes of the body; raises `TooLarge`."""
    try:
        return http.body
    except RequestDataTooBig as error:
        raise problems.TooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE) from error


def read_object(http: HttpRequest, *, optional: bool = False) -> dict[str, Any]:
    """The JSON object in the body: 413 too large, 415 no JSON type, 400 not JSON, 422 JSON but no object."""
    content = raw(http)
    if optional and not content:
        return {}
    if http.content_type not in JSON_TYPES:
        raise problems.WrongMediaType
    try:
        parsed = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise problems.Malformed(reason=str(error)) from error
    if not isinstance(parsed, dict):
        raise BodyInvalid(fields=[FieldError("", "wrong_kind", WRONG_KIND, {"kind": "an object"})])
    return parsed


@dataclass(frozen=True)
class Part:
    """A part of a body: `text`, `id`, `flag`, `whole`, `object`, or a list of one of them; and what it means."""

    kind: str
    about: Label = ""
    required: bool = False
    of: str = ""
    default: Any = None
    most: int = 10_000

    def read(self, value: Any) -> Any:
        """The value in Python; raises `TypeError` or `ValueError` when it is of another kind."""
        if self.kind == "list":
            return self._several(value)
        return _READ[self.kind](value)

    def _several(self, value: Any) -> list[Any]:
        if len(_a(list, value)) > self.most:
            raise OverflowError
        return [_READ[self.of](each) for each in value]

    def words(self) -> str:
        """What is expected, for a sentence."""
        return f"a list of {self.of}" if self.kind == "list" else f"{self.kind}"


Parts = Mapping[str, Part]


def taken(body: Mapping[str, Any], parts: Parts) -> dict[str, Any]:
    """The parts of a body, absent ones by their default; raises `BodyInvalid` with everything that does not fit."""
    errors = [FieldError(name, "unknown_field", UNKNOWN, {"field": name}) for name in body if name not in parts]
    found: dict[str, Any] = {}
    for name, part in parts.items():
        try:
            found[name] = _one(part, body.get(name))
        except LookupError:
            errors.append(FieldError(name, "required", REQUIRED))
        except OverflowError:
            errors.append(FieldError(name, "too_many", TOO_MANY, {"most": part.most}))
        except (TypeError, ValueError):
            errors.append(FieldError(name, "wrong_kind", WRONG_KIND, {"kind": part.words()}))
    if errors:
        raise BodyInvalid(fields=errors)
    return found


def _one(part: Part, value: Any) -> Any:
    if value is None:
        if part.required:
            raise LookupError
        return part.default
    return part.read(value)


def _a(kind: type, value: Any) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError
    return value


def _text(value: Any) -> str:
    text: str = _a(str, value)
    if "\x00" in text or len(text) > 2_000:
        raise ValueError
    return text


_READ: Mapping[str, Any] = {
    "text": _text,
    "id": lambda value: UUID(_a(str, value)),
    "flag": lambda value: _a(bool, value),
    "whole": lambda value: _a(int, value),
    "object": lambda value: _a(dict, value),
}
