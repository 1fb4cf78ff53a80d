"""Work aside: what needs the processor alone is done in a second thread while the first waits for PostgreSQL."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from types import TracebackType
from typing import NoReturn, Self, TypeVar

from django.db import connections
from django.utils import translation

Part = TypeVar("Part")
Done = TypeVar("Done")

# So many seconds at most the first thread waits for Python when PostgreSQL has answered. With Python's own 5 ms it
# waits that long after each of the ten small statements of a part, and PostgreSQL with it.
SWITCH = 0.0005


class AskedAside(RuntimeError):
    """Work aside asked the database, of which it would see nothing of the open transaction."""


class Aside:
    """One thread beside the caller's, in the caller's language and workspace, without the database."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="aside", initializer=_leave_the_database)
        self._held = 0.0

    def __enter__(self) -> Self:
        if (held := sys.getswitchinterval()) > SWITCH:
            sys.setswitchinterval(SWITCH)
            self._held = held
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(cancel_futures=True)
        if self._held:  # Of several at once, the one that came first.
            sys.setswitchinterval(self._held)

    def begin(self, do: Callable[[], Done]) -> Future[Done]:
        """Have something done after all that was begun before."""
        return self._pool.submit(copy_context().run, _speaking, translation.get_language(), do)

    def each(self, do: Callable[[Part], Done], parts: Iterable[Part]) -> Iterator[Done]:
        """Have something done to each part, all begun at once; what comes of them, in order, as soon as it is there."""
        begun = [self.begin(partial(do, part)) for part in parts]
        return (each.result() for each in begun)


def _speaking(language: str | None, do: Callable[[], Done]) -> Done:
    with translation.override(language):
        return do()


def _leave_the_database() -> None:
    for each in connections.all():
        each.connect = _refuse  # type: ignore[method-assign]


def _refuse() -> NoReturn:
    raise AskedAside
