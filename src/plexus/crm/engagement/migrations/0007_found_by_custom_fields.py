from typing import ClassVar

from django.db import migrations

from plexus.kernel.search.indexing import Indexed, indexed_again


class Migration(migrations.Migration):
    dependencies: ClassVar = [("engagement", "0006_timely_indexes"), ("search", "0010_own")]
    operations: ClassVar = [
        indexed_again(
            Indexed("engagement_task", object="tasks", title="subject", searched=("subject",), weight=7, custom=True)
        ),
        indexed_again(
            Indexed(
                "engagement_activity",
                object="activities",
                title="subject",
                searched=("subject",),
                weight=8,
                custom=True,
            )
        ),
    ]
