"""Throwing away what nobody will ask for again."""

from __future__ import annotations

from django.db import connections

KEPT_DAYS = 90
FORGET = """
DELETE FROM jobs_checkpoint c USING jobs_job j
    WHERE j.id = c.job_id AND j.finished_at < now() - interval '%(days)s days';
DELETE FROM jobs_job WHERE finished_at < now() - interval '%(days)s days';
DELETE FROM procrastinate_jobs j WHERE status IN ('failed', 'cancelled', 'aborted')
    AND NOT EXISTS (SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at > now() - interval '7 days');
"""


def forget_old_jobs() -> None:
    """Delete jobs that ended long ago, of every workspace."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(FORGET, {"days": KEPT_DAYS})
