from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0002_isolation"), ("identity", "0005_teams_above")]
    operations: ClassVar = [
        migrations.AddConstraint(
            "share",
            models.UniqueConstraint(
                fields=("record_id", "person"), condition=models.Q(deleted_at=None), name="access_share_once_a_person"
            ),
        ),
        migrations.AddConstraint(
            "share",
            models.UniqueConstraint(
                fields=("record_id", "shared_team"),
                condition=models.Q(deleted_at=None),
                name="access_share_once_a_team",
            ),
        ),
    ]
