"""Indexes that serve lists: workspace, sort column, id, over what is not in the trash."""

from __future__ import annotations

from django.db import models
from django.db.models import F


def list_indexes(of: str, *sorts: str) -> tuple[models.Index, ...]:
    """One index per sort column in the direction the list asks for, the id breaking ties.

    `-amount?` is a column that may be empty, largest first and empty ones last, as lists show it.
    """
    return tuple(_list_index(of, sort) for sort in sorts)


def _list_index(of: str, sort: str) -> models.Index:
    name = sort.strip("-?")
    live = models.Q(deleted_at=None)
    if sort.endswith("?"):
        order = (F("workspace"), F(name).desc(nulls_last=True), F("id").desc())
        return models.Index(*order, condition=live, name=f"{of}_by_{name}")
    direction = "-" if sort.startswith("-") else ""
    return models.Index(fields=("workspace", sort, f"{direction}id"), condition=live, name=f"{of}_by_{name}")
