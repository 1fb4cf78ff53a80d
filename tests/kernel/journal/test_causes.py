"""What a list of acts tells of those that changed very much."""

from __future__ import annotations

from django.db import connection
from tests.architecture import catalog
from tests.casting import Cast, an_account

from plexus.kernel.journal.models import Change
from plexus.kernel.journal.queries.causes import BOUND, Touched, causes, size_of
from plexus.kernel.records.acting import acting

MORE = """
INSERT INTO journal_change (workspace_id, at, cause_id, object, record_id, op, before, after)
SELECT workspace_id, at, cause_id, object, gen_random_uuid(), 'U', '{}', '{}'
FROM journal_change, generate_series(1, %s)
WHERE id = %s
"""


def written(number: int, like: Change) -> None:
    """So many more changes of the same act."""
    with catalog.as_owner(), connection.cursor() as cursor:
        cursor.execute(MORE, [number, like.pk])


def test_an_act_is_counted_up_to_a_bound_and_says_so(cast: Cast) -> None:
    account = an_account(cast.ada)
    with acting(cast.ada):
        made = Change.objects.get(record_id=account.pk, op="I")
        cause = made.cause_id
    assert cause is not None

    written(BOUND - 1, made)
    with acting(cast.ada):
        (whole,) = (each for each in causes(actor=cast.ada).causes if each.id == cause)
    written(2, made)
    with acting(cast.ada):
        (much,) = (each for each in causes(actor=cast.ada).causes if each.id == cause)
        size = size_of(actor=cast.ada, cause_id=cause)

    assert (whole.touched, whole.exact) == ((Touched("accounts", 1, BOUND - 1, 0),), True)
    assert (much.touched, much.exact) == ((Touched("accounts", 1, BOUND, 0),), False)
    assert size == BOUND + 2
