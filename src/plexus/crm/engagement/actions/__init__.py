"""What is done with activities and tasks."""

from plexus.crm.engagement.actions.doing import complete_task, reopen_task
from plexus.crm.engagement.actions.logging import log_activity

__all__ = ["complete_task", "log_activity", "reopen_task"]
