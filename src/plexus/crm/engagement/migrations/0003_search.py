from typing import ClassVar

from django.db import migrations

from plexus.kernel.search.indexing import indexed


class Migration(migrations.Migration):
    dependencies: ClassVar = [("engagement", "0002_database"), ("search", "0002_index")]
    operations: ClassVar = [
        indexed("engagement_task", object="tasks", title="subject", searched=("subject",), weight=7),
        indexed("engagement_activity", object="activities", title="subject", searched=("subject",), weight=8),
    ]
