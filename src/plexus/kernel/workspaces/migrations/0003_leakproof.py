from typing import ClassVar

from django.db import migrations

from plexus.kernel.workspaces.leakproof import DECLARE


class Migration(migrations.Migration):
    dependencies: ClassVar = [("workspaces", "0002_isolation")]
    operations: ClassVar = [migrations.RunSQL(DECLARE, migrations.RunSQL.noop)]
