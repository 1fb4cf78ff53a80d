"""Activities, tasks and comments."""

from plexus.crm.engagement.models import activity, comment, task
from plexus.crm.engagement.models.activity import Activity, ActivityKind
from plexus.crm.engagement.models.comment import Comment
from plexus.crm.engagement.models.task import Task
from plexus.kernel.schema import registry

__all__ = ["Activity", "ActivityKind", "Comment", "Task", "register"]


def register() -> None:
    """Describe the objects of this app; called while apps load."""
    registry.register(Activity, activity.DESCRIPTION)
    registry.register(Task, task.DESCRIPTION)
    registry.register(Comment, comment.DESCRIPTION)
