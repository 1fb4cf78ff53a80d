from typing import ClassVar

from django.db import migrations

from plexus.kernel.identity.belonging import belonging


class Migration(migrations.Migration):
    dependencies: ClassVar = [("engagement", "0005_mentions"), ("identity", "0006_belonging")]
    operations: ClassVar = [*map(belonging, ("engagement_activity", "engagement_task", "engagement_comment"))]
