"""What an expression can do: every function and operator, one definition with its two faces, found by name."""

from plexus.kernel.expressions.functions import amounts, days, logic, numbers, texts
from plexus.kernel.expressions.functions.function import Overload, overloads

__all__ = ["Overload", "amounts", "days", "logic", "numbers", "overloads", "texts"]
