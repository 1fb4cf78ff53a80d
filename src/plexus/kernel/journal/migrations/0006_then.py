from typing import ClassVar

from django.db import migrations

# A block range index, for what happened since a moment: the table grows at its end only, so a few pages serve for all.
SINCE = "CREATE INDEX journal_change_at ON journal_change USING brin (at) WITH (pages_per_range = 16)"
MERGED = "CREATE AGGREGATE journal_merged(jsonb) (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '{}')"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0005_many")]
    operations: ClassVar = [
        migrations.RunSQL(SINCE, "DROP INDEX journal_change_at"),
        migrations.RunSQL(MERGED, "DROP AGGREGATE journal_merged(jsonb)"),
    ]
