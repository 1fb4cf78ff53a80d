from typing import ClassVar

from django.db import migrations

from plexus.kernel.access.links import linked
from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("following", "0001_initial"),
        ("access", "0002_isolation"),
        ("journal", "0007_feed"),
    ]
    operations: ClassVar = [
        *(isolated(f"following_{each}") for each in ("follow", "notice", "watermark")),
        journaled("following_follow", object="follows"),
        linked("following_follow", object="follows", at="created_at"),
    ]
