"""From tokens to a tree, by precedence, within bounds.

From loose to tight: `or`, `and`, `not`, comparisons and `in`, `&`, `+ -`, `* /`, the minus sign.
"""

from __future__ import annotations

from decimal import Decimal

from plexus.kernel.expressions import refusals
from plexus.kernel.expressions.lexing import Token, tokens
from plexus.kernel.expressions.refusals import ExpressionInvalid
from plexus.kernel.expressions.tree import Call, Expression, Literal, Name, Place

DEPTH, PARTS, DIGITS = 40, 400, 20
SPELLINGS = {"==": "=", "<>": "!="}
BINDING = {
    "or": 1, "and": 2, "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "in": 4, "&": 5, "+": 6, "-": 6,
    "*": 7, "/": 7,
}  # fmt: skip
CHAINED = {"and", "or", "&"}
NOT, MINUS = 3, 8
WORDS = {"true": True, "false": False, "empty": None}


def parse(text: str) -> Expression:
    """The tree of an expression; raises `ExpressionInvalid`, which says where and why."""
    return _Parser(text).whole()


class _Parser:
    """Climbs by precedence, and counts as it goes."""

    def __init__(self, text: str) -> None:
        self.tokens, self.at, self.parts = list(tokens(text)), 0, 0

    def whole(self) -> Expression:
        """The one expression that the text is."""
        found = self.expression(0, 1)
        if self.next.kind != "end":
            raise self._wrong("left_over", refusals.LEFT_OVER, self.next)
        return found

    @property
    def next(self) -> Token:
        """The token to be read."""
        return self.tokens[self.at]

    @property
    def word(self) -> str:
        """The next token as an operator or word; empty for numbers, texts and the end."""
        token = self.next
        return SPELLINGS.get(token.text, token.text.lower()) if token.kind in {"sign", "name"} else ""

    def take(self) -> Token:
        """Read one token."""
        self.at += 1
        return self.tokens[self.at - 1]

    def expression(self, binding: int, depth: int) -> Expression:
        """An expression whose operators bind tighter than told."""
        if depth > DEPTH:
            raise self._wrong("too_deep", refusals.TOO_DEEP, self.next, most=DEPTH)
        left = self._first(depth)
        while (tightness := BINDING.get(self.word, 0)) > binding:
            operator = self.word
            self.take()
            if operator == "in":
                left = self._among(left, depth)
            else:
                left = self._joined(operator, left, self.expression(tightness, depth + 1), depth)
            depth += operator not in CHAINED
        return left

    def _joined(self, operator: str, left: Expression, right: Expression, depth: int) -> Expression:
        """An operator between two; the same one again, where that means the same, makes a longer list."""
        place = left.place.to(right.place)
        if operator in CHAINED and isinstance(left, Call) and left.name == operator:
            return self._call(operator, (*left.args, right), place, depth)
        return self._call(operator, (left, right), place, depth)

    def _first(self, depth: int) -> Expression:
        token = self.next
        match token.kind, self.word:
            case _, "not":
                self.take()
                return self._applied("not", self.expression(NOT, depth + 1), token, depth)
            case _, "-":
                self.take()
                return self._applied("-", self.expression(MINUS, depth + 1), token, depth)
            case _, "(":
                self.take()
                found = self.expression(0, depth + 1)
                self._expect(")")
                return found
            case "name", _:
                return self._named(depth)
            case "number" | "text", _:
                return self._literal()
            case "end", _:
                raise self._wrong("ended", refusals.ENDED, token)
            case _:
                raise self._wrong("no_value", refusals.NO_VALUE, token)

    def _literal(self) -> Expression:
        token = self.take()
        self._count(token.place, 1)
        if token.kind == "text":
            return Literal(token.text, token.place)
        if len(token.text) > DIGITS:
            raise ExpressionInvalid("too_large", refusals.TOO_LARGE, start=token.place.start, end=token.place.end)
        return Literal(Decimal(token.text), token.place)

    def _named(self, depth: int) -> Expression:
        token = self.take()
        if self.word == "(":
            self.take()
            args = self._arguments(depth)
            return self._call(token.text.lower(), args, token.place.to(self.tokens[self.at - 1].place), depth)
        self._count(token.place, 1)
        if token.text.lower() in WORDS:
            return Literal(WORDS[token.text.lower()], token.place)
        return Name(tuple(token.text.split(".")), token.place)

    def _arguments(self, depth: int) -> tuple[Expression, ...]:
        """What stands between parentheses, parted by commas."""
        if self.word == ")":
            self.take()
            return ()
        found = [self.expression(0, depth + 1)]
        while self.word == ",":
            self.take()
            found.append(self.expression(0, depth + 1))
        self._expect(")")
        return tuple(found)

    def _among(self, left: Expression, depth: int) -> Expression:
        """`a in (b, c)`, or `a in b` where b is a list."""
        if self.word != "(":
            right = self.expression(BINDING["in"], depth + 1)
            return self._call("in", (left, right), left.place.to(right.place), depth)
        self.take()
        args = self._arguments(depth)
        return self._call("in", (left, *args), left.place.to(self.tokens[self.at - 1].place), depth)

    def _applied(self, name: str, inner: Expression, sign: Token, depth: int) -> Expression:
        return self._call(name, (inner,), sign.place.to(inner.place), depth)

    def _call(self, name: str, args: tuple[Expression, ...], place: Place, depth: int) -> Call:
        self._count(place, depth)
        return Call(name, args, place)

    def _count(self, place: Place, depth: int) -> None:
        self.parts += 1
        if self.parts > PARTS:
            raise ExpressionInvalid("too_many", refusals.TOO_MANY, start=place.start, end=place.end, most=PARTS)
        if depth > 2 * DEPTH:
            raise ExpressionInvalid("too_deep", refusals.TOO_DEEP, start=place.start, end=place.end, most=DEPTH)

    def _expect(self, sign: str) -> None:
        if self.word != sign:
            message = refusals.UNCLOSED if self.next.kind == "end" else refusals.EXPECTED
            raise self._wrong("expected", message, self.next, wanted=sign)
        self.take()

    @staticmethod
    def _wrong(code: str, message: str, token: Token, **params: object) -> ExpressionInvalid:
        found = token.text[:40] or "…"
        return ExpressionInvalid(code, message, start=token.place.start, end=token.place.end, found=found, **params)
