"""Schemas kept by workspace and version, for every thread of the process."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

Schema = TypeVar("Schema")
Key = tuple[UUID, int]


class Kept(Generic[Schema]):
    """So many schemas and no more; the one that nobody asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: OrderedDict[Key, Schema] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Schema | None:
        """The schema of a workspace at a version, if it is here."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: Key, schema: Schema) -> Schema:
        """Keep a schema; of two that were made at the same time the first stays, so that all hold the same one."""
        with self._lock:
            kept = self._held.setdefault(key, schema)
            self._held.move_to_end(key)
            while len(self._held) > self.most:
                self._held.popitem(last=False)
            return kept

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._held.clear()
