"""Finding jobs whose worker died: marked as running, yet nobody holds their lock."""

from __future__ import annotations

import logging

from django.db import connection, transaction

logger = logging.getLogger(__name__)

# A job just fetched has a moment to take its lock. The row lock keeps two workers from putting the same job back.
ABANDONED = """
WITH doing AS (
    SELECT j.id, j.args ->> 'job_id' AS job FROM procrastinate_jobs j
    WHERE j.status = 'doing' AND j.task_name = 'jobs.run' AND NOT EXISTS (
        SELECT FROM procrastinate_events e
        WHERE e.job_id = j.id AND e.type = 'started' AND e.at > now() - interval '2 seconds')
    FOR UPDATE SKIP LOCKED
), free AS MATERIALIZED (
    SELECT id, job FROM doing WHERE pg_try_advisory_xact_lock(hashtextextended(job, 0))
)
SELECT job, procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM free
"""


def requeue_abandoned() -> tuple[str, ...]:
    """Put jobs back into the queue that a dead worker left; the ids of those jobs. Safe beside other workers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ABANDONED)
        found = tuple(row[0] for row in cursor.fetchall())
    if found:
        logger.warning("jobs of a dead worker go on: %s", ", ".join(found))
    return found
