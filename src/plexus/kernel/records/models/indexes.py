"""Indexes that serve lists: workspace, sort column, id, over what is not in the trash; and those that find a value."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.db.models.functions import Upper


def list_indexes(of: str, *sorts: str) -> tuple[models.Index, ...]:
    """One index per sort column in the direction the list asks for, the id breaking ties, and one for the trash.

    `-amount?` is a column that may be empty, largest first and empty ones last, as lists show it.
    """
    return (*(_list_index(of, sort) for sort in sorts), trash_index(of))


def trash_index(of: str, *more: str) -> models.Index:
    """Serves the trash, last deleted first; what is not there costs nothing."""
    gone = models.Q(deleted_at__isnull=False)
    return models.Index(fields=("workspace", *more, "-deleted_at", "-id"), condition=gone, name=f"{of}_in_trash")


def _list_index(of: str, sort: str) -> models.Index:
    name = sort.strip("-?")
    live = models.Q(deleted_at=None)
    if sort.endswith("?"):
        order = (F("workspace"), F(name).desc(nulls_last=True), F("id").desc())
        return models.Index(*order, condition=live, name=f"{of}_by_{name}")
    direction = "-" if sort.startswith("-") else ""
    return models.Index(fields=("workspace", sort, f"{direction}id"), condition=live, name=f"{of}_by_{name}")


def key_index(table: str, name: str, *, called: str = "") -> models.Index:
    """Finds rows by a text, letter case aside, as filters, references and imports compare it."""
    return models.Index(F("workspace"), Upper(name), name=called or f"{table}_{name}")


def filter_indexes(of: str, name: str, sort: str = "sort_key") -> tuple[models.Index, ...]:
    """Serve the list of what has a text in a column, already in its order: as it stands, and letter case aside."""
    live = models.Q(deleted_at=None)
    return (
        models.Index(fields=("workspace", name, sort, "id"), condition=live, name=f"{of}_by_{name}"),
        models.Index(
            F("workspace"), Upper(name), F(sort), F("id"), condition=live, include=(name,), name=f"{of}_by_upper_{name}"
        ),
    )
