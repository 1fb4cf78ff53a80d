from typing import ClassVar

from django.db import migrations

from plexus.kernel.workspaces.isolation import FUNCTIONS, isolated


class Migration(migrations.Migration):
    dependencies: ClassVar = [("workspaces", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        isolated("workspaces_workspace", key="id"),
    ]
