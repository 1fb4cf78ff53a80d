from typing import ClassVar

from django.db import migrations

from plexus.kernel.access.links import WRITERS
from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated, read_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0001_initial"), ("journal", "0002_change")]
    operations: ClassVar = [
        migrations.RunSQL(WRITERS, migrations.RunSQL.noop),
        isolated("access_share"),
        isolated("access_link"),
        read_only("access_link"),
        journaled("access_share", object="shares"),
    ]
