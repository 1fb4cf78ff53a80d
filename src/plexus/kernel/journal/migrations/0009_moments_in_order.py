from typing import ClassVar

from django.db import migrations

# With the id, for of what happened in the hour before a moment only that is read which came after its first change;
# PostgreSQL knows nothing yet of the last hour's moments and goes by them, however many changes that hour had.
SINCE = "CREATE INDEX journal_change_at ON journal_change (workspace_id, at, id)"
BEFORE = "CREATE INDEX journal_change_at ON journal_change (workspace_id, at)"
DROP = "DROP INDEX journal_change_at"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0008_moments")]
    operations: ClassVar = [migrations.RunSQL((DROP, SINCE), (DROP, BEFORE))]
