from typing import ClassVar

from django.db import migrations

from plexus.kernel.access.links import linked
from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated

TABLES = {
    "engagement_activity": ("activities", "happened_at"),
    "engagement_task": ("tasks", "due_at"),
    "engagement_comment": ("comments", "created_at"),
}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("engagement", "0001_initial"), ("access", "0002_isolation")]
    operations: ClassVar = [
        *(isolated(table) for table in TABLES),
        *(journaled(table, object=name) for table, (name, _at) in TABLES.items()),
        *(linked(table, object=name, at=at) for table, (name, at) in TABLES.items()),
    ]
