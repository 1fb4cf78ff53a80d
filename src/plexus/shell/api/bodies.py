"""Reading what a request brings: JSON within bounds, and the parts of bodies that are not records."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from plexus.kernel.schema.field import Label
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import problems

JSON_TYPES = frozenset({"application/json", "application/merge-patch+json"})
WRONG_KIND = _("Expected %(kind)s.")
UNKNOWN = _("There is no field “%(field)s”.")
REQUIRED = _("This field is required.")
NO_PARAMETER = _("There is no parameter “%(name)s”.")
TOO_MANY = _("At most %(most)d fit.")
TWICE = _("This field stands there twice.")
NOT_OFFERED = _("Use one of: %(known)s.")
OUT_OF_RANGE = _("Give a whole number from 0 to %(largest)d.")
FORM = "multipart/form-data"


class QueryInvalid(Refusal):
    """A parameter of the query string is unknown or malformed."""

    message = _("Some parameters need attention.")


class BodyInvalid(Refusal):
    """The body is JSON, but not what this endpoint takes."""

    message = _("Some fields need attention.")


class Absent(Exception):
    """A part is not there that must be."""


def raw(http: HttpRequest) -> bytes:
    """The bytes of the body; raises `TooLarge`."""
    try:
        return http.body
    except RequestDataTooBig as error:
        raise problems.TooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE) from error


def _uploads(http: HttpRequest) -> Iterator[tuple[str, UploadedFile[Any]]]:
    """Each file by its name in the form; the last where a name comes again."""
    for name in http.FILES:
        if isinstance(found := http.FILES[name], UploadedFile):
            yield name, found


def refuse_parameters(http: HttpRequest, known: Collection[str]) -> None:
    """Refuse parameters that the endpoint does not have: a misspelt one must not pass for none."""
    if unknown := sorted(http.GET.keys() - known):
        errors = [FieldError(name, "unknown_parameter", NO_PARAMETER, {"name": name}) for name in unknown]
        raise QueryInvalid(fields=errors)


def read_object(http: HttpRequest, *, optional: bool = False) -> dict[str, Any]:
    """The JSON object in the body: 413 too large, 415 no JSON type, 400 not JSON, 422 JSON but no object."""
    content = raw(http)
    if optional and not content:
        return {}
    if http.content_type not in JSON_TYPES:
        raise problems.WrongMediaType
    return parsed(content)


def parsed(content: bytes) -> dict[str, Any]:
    """The JSON object that some bytes are; raises `Malformed` or `BodyInvalid`."""
    try:
        found = orjson.loads(content)
        json.loads(content, object_pairs_hook=_once_each)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise problems.Malformed(reason=str(error)) from error
    if not isinstance(found, dict):
        raise BodyInvalid(fields=[FieldError("", "wrong_kind", WRONG_KIND, {"kind": "an object"})])
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> None:
    """Refuse an object that says the same thing twice: which one is meant nobody knows."""
    if len(dict(pairs)) < len(pairs):
        counted = Counter(name for name, _value in pairs)
        twice = [name for name, times in counted.items() if times > 1]
        raise BodyInvalid(fields=[FieldError(name, "twice", TWICE) for name in twice[:100]])


def read_form(http: HttpRequest) -> tuple[Mapping[str, str], Mapping[str, UploadedFile[Any]]]:
    """The fields and files of a multipart body: 413 too large, 415 another type, 400 malformed."""
    if http.content_type != FORM:
        raise problems.WrongForm
    if int(http.META.get("CONTENT_LENGTH") or 0) > settings.PLEXUS_UPLOAD_BYTES:
        raise problems.TooLarge(limit=settings.PLEXUS_UPLOAD_BYTES)
    try:
        return http.POST.dict(), dict(_uploads(http))
    except RequestDataTooBig as error:
        raise problems.TooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE) from error
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise problems.FormMalformed from error


def await_all(http: HttpRequest, *, files: bool) -> None:
    """Read the whole body: however slowly it comes, no transaction waits for it. Raises as reading it later would."""
    if files:
        read_form(http)
    elif http.content_type in JSON_TYPES:
        raw(http)


@dataclass(frozen=True)
class Part:
    """A part of a body: `text`, `id`, `flag`, `whole`, `object`, or a list of one of them; and what it means."""

    kind: str
    about: Label = ""
    required: bool = False
    of: str = ""
    default: Any = None
    most: int = 10_000
    choices: tuple[str, ...] = ()
    largest: int = 0

    def read(self, value: Any) -> Any:
        """The value in Python; raises `TypeError` or `ValueError` when it is of another kind."""
        if self.kind == "list":
            return self._several(value)
        found = _READ[self.kind](value)
        if self.choices and found not in self.choices:
            raise KeyError(found)
        if self.largest and not 0 <= found <= self.largest:
            raise ArithmeticError
        return found

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
        except Absent:
            errors.append(FieldError(name, "required", REQUIRED))
        except KeyError:
            errors.append(FieldError(name, "unknown", NOT_OFFERED, {"known": ", ".join(part.choices)}))
        except OverflowError:
            errors.append(FieldError(name, "too_many", TOO_MANY, {"most": part.most}))
        except ArithmeticError:
            errors.append(FieldError(name, "out_of_range", OUT_OF_RANGE, {"largest": part.largest}))
        except (TypeError, ValueError):
            errors.append(FieldError(name, "wrong_kind", WRONG_KIND, {"kind": part.words()}))
    if errors:
        raise BodyInvalid(fields=errors)
    return found


def _one(part: Part, value: Any) -> Any:
    if value is None:
        if part.required:
            raise Absent
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
