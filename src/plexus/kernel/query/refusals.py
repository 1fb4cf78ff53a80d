"""What is refused about filters."""

from __future__ import annotations

from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class FilterInvalid(Refusal):
    """A filter that cannot be understood; each error names the field and what is allowed."""

    message = _("The filter cannot be understood.")


UNKNOWN_FIELD = _("There is no field “%(field)s”.")
UNKNOWN_LIST = _("There is no related list “%(field)s”. There are: %(allowed)s.")
UNKNOWN_OPERATOR = _("“%(op)s” is not an operator. Use one of: %(allowed)s.")
OPERATOR_UNFIT = _("“%(op)s” does not fit this field. Use one of: %(allowed)s.")
WORD_UNFIT = _("“%(word)s” does not fit this field.")
NOT_A_LIST = _("“%(op)s” needs a list of values.")
NOT_TWO = _("“between” needs two values, the lower first.")
NO_VALUE = _("“%(op)s” needs a value.")
NEEDLESS_VALUE = _("“%(op)s” takes no value.")
NOT_ONE_VALUE = _("“%(op)s” takes one value, not a list.")
NO_FIGURE = _("“%(function)s” cannot be taken of this field.")
NOT_AN_OBJECT = _("A part of a filter is an object with “field”, “related”, “and”, “or” or “not”.")
UNKNOWN_KEY = _("“%(key)s” does not belong here. Allowed: %(allowed)s.")
NOT_PARTS = _("“%(key)s” needs a list of parts.")
NOT_A_PATH = _('A field is named by a text such as "city" or "account.city".')
TOO_FAR = _("A path goes through at most %(most)d references.")
ONE_TEST = _("Give only one of: %(allowed)s.")
NOT_A_FLAG = _("“exists” is true or false.")
UNKNOWN_WORD = _('A value word is {"relative": "…"}, {"me": true} or {"my_team": true}.')
TOO_DEEP = _("The filter is nested more than %(most)d deep.")
TOO_MANY = _("The filter has more than %(most)d parts.")
TOO_LONG = _("The list has more than %(most)d values.")
TEXT_TOO_LONG = _("The text is longer than %(most)d characters.")
TOO_LARGE = _("The number is too large.")
TOO_NESTED = _("Related lists are nested more than %(most)d deep.")
NOT_JSON = _("The filter is not JSON.")


def refuse(field: str, code: str, message: str, **params: object) -> FilterInvalid:
    """A refusal with one error."""
    return FilterInvalid(fields=[FieldError(field, code, message, params)])
