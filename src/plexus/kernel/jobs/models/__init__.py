"""Jobs, and how far each has come."""

from plexus.kernel.jobs.models.checkpoint import Checkpoint
from plexus.kernel.jobs.models.job import ENDED, Job, JobState

__all__ = ["ENDED", "Checkpoint", "Job", "JobState"]
