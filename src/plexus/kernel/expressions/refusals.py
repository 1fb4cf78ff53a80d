"""What is refused about expressions: each error with the place where it stands."""

from __future__ import annotations

from typing import Any

from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class ExpressionInvalid(Refusal):
    """An expression that cannot be understood; `start` and `end` are places in its text, counted from 0."""

    message = _("The expression cannot be understood.")

    def __init__(self, code: str, message: str, *, start: int, end: int, **params: Any) -> None:
        self.start, self.end = start, end
        error = FieldError("expression", code, message, {"place": start + 1, **params})
        super().__init__(fields=[error], start=start, end=end)

    def __reduce__(self) -> tuple[Any, ...]:
        error = self.fields[0]
        return _rebuilt, (error.code, error.message, self.start, self.end, dict(error.params))


def _rebuilt(code: str, message: str, start: int, end: int, params: dict[str, Any]) -> ExpressionInvalid:
    params.pop("place", None)
    return ExpressionInvalid(code, message, start=start, end=end, **params)


STRANGE = _("“%(found)s” at place %(place)d means nothing here.")
OPEN_TEXT = _("The text that begins at place %(place)d does not end. Close it with a quotation mark.")
ENDED = _("The expression ends too early: a value is missing at place %(place)d.")
UNCLOSED = _("The expression ends too early: “%(wanted)s” is missing at place %(place)d.")
EXPECTED = _("At place %(place)d “%(wanted)s” is expected, not “%(found)s”.")
NO_VALUE = _("At place %(place)d a value is expected, not “%(found)s”.")
LEFT_OVER = _("“%(found)s” at place %(place)d is too much: the expression is complete before it.")
TOO_LONG = _("The expression is longer than %(most)d characters.")
TOO_DEEP = _("The expression is nested more than %(most)d deep.")
TOO_MANY = _("The expression has more than %(most)d parts.")
UNKNOWN_FIELD = _("There is no field “%(name)s” (place %(place)d).")
NO_REFERENCE = _("“%(name)s” leads to no record, so nothing can be read through it (place %(place)d).")
NOT_READABLE = _("The field “%(name)s” holds what an expression cannot read (place %(place)d).")
UNKNOWN_FUNCTION = _("There is no function “%(name)s” (place %(place)d). There are: %(known)s.")
UNFIT = _("“%(name)s” cannot be done with %(kinds)s (place %(place)d). It takes: %(takes)s.")
NO_CURRENCY = _(
    "“%(name)s” cannot be done with %(kinds)s (place %(place)d). "
    "Write the number with its currency, such as money(%(number)s, 'CNY')."
)
NOT_A_DATE = _("“%(text)s” is not a day. Write it like 2026-03-05 (place %(place)d).")
NOT_A_CURRENCY = _("“%(text)s” is not a currency code such as CNY (place %(place)d).")
NOT_A_CHOICE = _("“%(text)s” is not one of the choices of “%(name)s” (place %(place)d): %(choices)s.")
TOO_LARGE = _("The number at place %(place)d is too large.")
WRONG_RESULT = _("The expression gives %(kind)s, but %(wanted)s is needed.")
