from typing import ClassVar

from django.db import migrations

from plexus.kernel.schema.values_sql import FUNCTIONS, READERS, REMOVED
from plexus.kernel.workspaces.leakproof import READERS as OUT_OF_THE_ROW
from plexus.kernel.workspaces.leakproof import declaring


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schema", "0002_database")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTIONS, REMOVED),
        migrations.RunSQL(declaring(*OUT_OF_THE_ROW, *(f"{name}(text)" for name in READERS)), migrations.RunSQL.noop),
    ]
