from typing import ClassVar

from django.db import migrations

from plexus.kernel.identity.signing_in_sql import DEMO_ENTRIES_OF_NOBODY_ELSE


class Migration(migrations.Migration):
    dependencies: ClassVar = [("identity", "0005_teams_above")]
    operations: ClassVar = [migrations.RunSQL(DEMO_ENTRIES_OF_NOBODY_ELSE, migrations.RunSQL.noop)]
