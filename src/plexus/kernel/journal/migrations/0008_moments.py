from typing import ClassVar

from django.db import migrations, models

# What was written lately lies scattered wherever a page has room for it, so a block range index led to many times what
# was asked for. This one leads to each row, and holds one moment of many rows once.
SINCE = "CREATE INDEX journal_change_at ON journal_change (workspace_id, at)"
BEFORE = "CREATE INDEX journal_change_at ON journal_change USING brin (at) WITH (pages_per_range = 16)"
DROP = "DROP INDEX journal_change_at"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0007_feed")]
    operations: ClassVar = [
        migrations.RunSQL((DROP, SINCE), (DROP, BEFORE)),
        migrations.AddIndex(
            "cause", models.Index(fields=("workspace", "person", "-at"), name="journal_cause_by_person")
        ),
    ]
