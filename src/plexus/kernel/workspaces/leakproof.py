"""Comparisons that PostgreSQL may answer from an index although a row's workspace has not been looked at yet.

Under row-level security only what is marked LEAKPROOF may be asked before the policy. PostgreSQL leaves the mark off
some comparisons out of caution; these tell nothing of a value but their result.
"""

from __future__ import annotations

from django.db import connections

COMPARISONS = (
    "upper(text)",
    *(f"numeric_{each}(numeric,numeric)" for each in ("eq", "ne", "lt", "le", "gt", "ge")),
    "arraycontains(anyarray,anyarray)",
    "jsonb_contains(jsonb,jsonb)",
)

# What takes a custom value out of its row; PostgreSQL's own, and ours that read it as a number or a day.
READERS = ("jsonb_object_field(jsonb,text)", "jsonb_object_field_text(jsonb,text)")
OURS = tuple(f"custom_{each}(text)" for each in ("day", "moment", "number", "whole", "truth", "key"))


def declaring(*functions: str) -> str:
    """The statement that marks functions. Only a superuser may; without, lists are as right and some of them slower."""
    return f"""
DO $$
DECLARE wanted regprocedure;
BEGIN
    FOREACH wanted IN ARRAY '{{{",".join(f'"{each}"' for each in functions)}}}'::regprocedure[] LOOP
        IF NOT (SELECT p.proleakproof FROM pg_proc p WHERE p.oid = wanted) THEN
            EXECUTE format('ALTER FUNCTION %s LEAKPROOF', wanted);
        END IF;
    END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'not a superuser: some comparisons cannot use an index under row-level security';
END $$;
"""


DECLARE = declaring(*COMPARISONS)


def declare() -> None:
    """Mark the comparisons, if we may; again at every start, because a restored database has lost the marks."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(declaring(*COMPARISONS, *READERS, *OURS))
