from typing import ClassVar

from django.db import migrations

# By object, for nobody asks what happened to everything: what the dashboard tells of the past looked through all that
# happened to contacts too, once for each of its figures.
SINCE = "CREATE INDEX journal_change_at ON journal_change (workspace_id, object, at, id)"
BEFORE = "CREATE INDEX journal_change_at ON journal_change (workspace_id, at, id)"
DROP = "DROP INDEX journal_change_at"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0009_moments_in_order")]
    operations: ClassVar = [migrations.RunSQL((DROP, SINCE), (DROP, BEFORE))]
