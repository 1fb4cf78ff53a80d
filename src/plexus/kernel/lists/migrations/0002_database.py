from typing import ClassVar

from django.db import migrations

from plexus.kernel.access.links import linked
from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("lists", "0001_initial"),
        ("access", "0002_isolation"),
        ("journal", "0007_feed"),
    ]
    operations: ClassVar = [
        isolated("lists_handlist"),
        isolated("lists_member"),
        journaled("lists_handlist", object="lists"),
        journaled("lists_member", object="list-members"),
        linked("lists_member", object="list-members", at="created_at"),
    ]
