"""How long a search takes for an administrator, a seller and somebody who sees only what is his own.

    DATABASE_URL=… python bench/search.py SLUG

The workspace is filled beforehand; prints the median, the slowest of seven, and p95 over everything.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plexus.site.settings")
django.setup()

from django.db import connections  # noqa: E402

from plexus.kernel.identity import actor as actors  # noqa: E402
from plexus.kernel.identity.actor import Actor  # noqa: E402
from plexus.kernel.identity.roles import STANDARD  # noqa: E402
from plexus.kernel.records.acting import acting  # noqa: E402
from plexus.kernel.search.queries.finding import find  # noqa: E402

TEXTS = (
    "张", "张伟", "z", "zh", "zhang", "zhangwei", "zs", "zhang w", "恒通", "hengtong", "jingmi", "bright", "solar",
    "上海恒通精密科技有限公司", "silver st", "user123", "@mail5.com", "1381000", "5678", "+86 138 1000",
    "张伟 恒通", "xqzzz", "example.com", "138",
)  # fmt: skip
ROUNDS = 7


def main(slug: str) -> None:
    """Print the figures of each kind of actor."""
    for name, actor in _actors(slug):
        taken = sorted(_of(actor))
        print(f"{name}: median {taken[len(taken) // 2]:.1f} ms, p95 {taken[int(len(taken) * 0.95)]:.1f} ms\n")


def _actors(slug: str) -> Iterator[tuple[str, Actor]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM workspaces_workspace WHERE slug = %s", [slug])
        (workspace_id,) = cursor.fetchone()
        cursor.execute(
            "SELECT owner_id FROM search_entry WHERE workspace_id = %s AND owner_id IS NOT NULL LIMIT 1", [workspace_id]
        )
        (person_id,) = cursor.fetchone()
    yield "administrator", actors.system(workspace_id)
    for name, grants in (("seller", STANDARD[2].grants), ("own records only", {"*": {"read": "own"}})):
        yield name, Actor(workspace_id=workspace_id, person_id=person_id, name=name, grants=grants)


def _of(actor: Actor) -> Iterator[float]:
    for text in TEXTS:
        with acting(actor):
            taken = [_timed(actor, text) for _round in range(ROUNDS)][1:]
        print(f"{text:24} {sorted(taken)[len(taken) // 2]:7.1f} {max(taken):7.1f}")
        yield from taken


def _timed(actor: Actor, text: str) -> float:
    started = time.perf_counter()
    find(actor=actor, text=text)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main(sys.argv[1])
