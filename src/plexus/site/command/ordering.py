"""The order of an import out of the arguments of `plexus import`."""

import argparse

from plexus.kernel.values.refusals import Refusal, gettext_noop
from plexus.shell.importing.order import Mode, Order


class WrongPair(Refusal):
    """An option that takes a pair was given something else."""

    message = gettext_noop("%(option)s takes %(form)s, not “%(given)s”.")


def order_of(asked: argparse.Namespace, plural: str = "") -> Order:
    """The order that the arguments make."""
    replace: dict[str, dict[str, str]] = {}
    for text in asked.replace:
        column, old, new = _replacement(text)
        replace.setdefault(column, {})[old] = new
    return Order(
        object=plural,
        mapping=tuple(_pair("--map", text) for text in asked.map),
        match=tuple(asked.match),
        mode=Mode(asked.mode),
        create_missing=tuple(asked.create_missing),
        replace=replace,
        constants=tuple(_pair("--set", text) for text in asked.set),
        day_orders=dict(_pair("--days", text) for text in asked.days),
        clear_blanks=asked.clear_blanks,
        onto=asked.list.strip(),
        proposals=not asked.only_mapped,
        encoding=asked.encoding,
        delimiter=asked.delimiter,
        sheet=asked.sheet,
    )


def _pair(option: str, text: str) -> tuple[str, str]:
    """The two sides of the last equals sign: column names may hold some."""
    left, sign, right = text.rpartition("=") if option == "--map" else text.partition("=")
    if not sign or not left:
        raise WrongPair(option=option, form="NAME=VALUE", given=text)
    return left, right.strip()


def _replacement(text: str) -> tuple[str, str, str]:
    column, colon, rest = text.partition(":")
    old, sign, new = rest.partition("=")
    if not (column and colon and sign):
        raise WrongPair(option="--replace", form="COLUMN:OLD=NEW", given=text)
    return column, old, new
