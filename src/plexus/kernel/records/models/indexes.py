"""Indexes that serve lists: workspace, sort column, id, over what is not in the trash."""

from __future__ import annotations

from django.db import models


def list_indexes(of: str, *sorts: str) -> tuple[models.Index, ...]:
    """One index per sort column, in the direction the list asks for, with the id to break ties both ways."""
    return tuple(_list_index(of, sort) for sort in sorts)


def _list_index(of: str, sort: str) -> models.Index:
    direction = "-" if sort.startswith("-") else ""
    name = f"{of}_by_{sort.removeprefix('-')}"
    return models.Index(
        fields=("workspace", sort, f"{direction}id"), condition=models.Q(deleted_at=None), name=name
    )
