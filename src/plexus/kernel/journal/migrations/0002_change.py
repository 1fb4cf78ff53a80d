from typing import ClassVar

from django.db import migrations

from plexus.kernel.journal.tables import CHANGE_TABLE, PARTITIONS, WRITERS, journaled
from plexus.kernel.workspaces.isolation import isolated, read_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0001_initial"), ("identity", "0002_isolation")]
    operations: ClassVar = [
        migrations.RunSQL(CHANGE_TABLE, "DROP TABLE journal_change"),
        migrations.RunSQL(PARTITIONS, "DROP FUNCTION journal_ensure_partitions"),
        migrations.RunSQL(WRITERS, migrations.RunSQL.noop),
        isolated("journal_cause"),
        isolated("journal_change"),
        read_only("journal_change"),
        *(
            journaled(f"identity_{table}", object=name)
            for table, name in (("person", "people"), ("team", "teams"), ("role", "roles"))
        ),
    ]
