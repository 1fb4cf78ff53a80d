from typing import ClassVar

from django.db import migrations

from plexus.kernel.workspaces.isolation import isolated


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("jobs", "0001_initial"),
        ("workspaces", "0002_isolation"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations: ClassVar = [isolated("jobs_job"), isolated("jobs_checkpoint")]
