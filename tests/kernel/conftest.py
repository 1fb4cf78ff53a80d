"""What tests of the kernel need beside the people: a transaction that stands open, and a pipeline to sell through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db.models import Model
from tests.casting import a_pipeline, a_record, a_stage

from plexus.kernel.identity import actor as actors
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.acting import acting


@pytest.fixture
def inside(root: Actor) -> Iterator[None]:
    """The test stands in the home firm, as its administrator."""
    with acting(root):
        yield


@pytest.fixture
def stages(root: Actor) -> dict[str, Model]:
    """A pipeline with two open stages, and where deals end."""
    pipeline = a_pipeline(root)
    a_record("lost-reasons", actors.system(root.workspace_id), name="Price")
    named = {"new": "Qualified", "offer": "Quoted", "won": "Won", "lost": "Lost"}
    return {name: a_stage(root, stage, pipeline=pipeline) for name, stage in named.items()}
