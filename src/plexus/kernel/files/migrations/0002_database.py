from typing import ClassVar

from django.db import migrations

from plexus.kernel.access.links import linked
from plexus.kernel.journal.tables import journaled
from plexus.kernel.search.indexing import indexed
from plexus.kernel.workspaces.isolation import isolated

# What is bound to a record is looked for by its kind, among thousands of remarks about it.
BOUND = """
CREATE INDEX access_link_bound ON access_link (workspace_id, target_id, source_object, source_id)
    WHERE source_object IN ('files', 'follows', 'list-members')
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("files", "0001_initial"),
        ("access", "0002_isolation"),
        ("journal", "0007_feed"),
        ("search", "0005_custom_keys"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(BOUND, "DROP INDEX access_link_bound"),
        isolated("files_file"),
        journaled("files_file", object="files"),
        linked("files_file", object="files", at="created_at"),
        indexed("files_file", object="files", title="name", searched=("name",), weight=9),
    ]
