"""Refusals: errors that are sentences of the domain, turned into answers once, by the doors.

A refusal carries an English template and its parameters. Nothing is translated here: a door
passes its translating function to `sentence`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, ClassVar

_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def gettext_noop(message: str) -> str:
    """Mark a template for the message catalogue and give it back unchanged (import it as `_`)."""
    return message


def _unchanged(message: str) -> str:
    return message


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: a stable code and a sentence template with `%(name)s` places."""

    field: str
    code: str
    message: str
    params: Mapping[str, Any] = dataclass_field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = _unchanged) -> str:
        """The sentence with its parameters filled in, in the language of `translate`."""
        return translate(self.message) % self.params


class Refusal(Exception):
    """Something was asked that the domain refuses; `sentence` says why.

    Subclasses set `message`; parameters come by keyword: `QuoteExpired(expired_on=day)`.
    `code` is the class name in snake case unless a subclass sets its own.
    """

    code: ClassVar[str] = "refusal"
    message: ClassVar[str] = gettext_noop("This cannot be done.")

    def __init__(self, *, fields: Sequence[FieldError] = (), **params: Any) -> None:
        self.params: dict[str, Any] = params
        self.fields: list[FieldError] = list(fields)
        super().__init__(self.message, params)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "code" not in cls.__dict__:
            cls.code = _WORD_STARTS.sub("_", cls.__name__).lower()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.fields, self.params)

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, translate: Callable[[str], str] = _unchanged) -> str:
        """The sentence with its parameters filled in, in the language of `translate`."""
        return translate(self.message) % self.params


def _rebuilt(kind: type[Refusal], fields: list[FieldError], params: dict[str, Any]) -> Refusal:
    return kind(fields=fields, **params)
