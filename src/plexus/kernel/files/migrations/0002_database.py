from typing import ClassVar

from django.db import migrations

from plexus.kernel.access.links import linked
from plexus.kernel.journal.tables import journaled
from plexus.kernel.search.indexing import indexed
from plexus.kernel.workspaces.isolation import isolated


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("files", "0001_initial"),
        ("access", "0002_isolation"),
        ("journal", "0007_feed"),
        ("search", "0005_custom_keys"),
    ]
    operations: ClassVar = [
        isolated("files_file"),
        journaled("files_file", object="files"),
        linked("files_file", object="files", at="created_at"),
        indexed("files_file", object="files", title="name", searched=("name",), weight=9),
    ]
