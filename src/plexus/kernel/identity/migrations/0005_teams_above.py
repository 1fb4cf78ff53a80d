from typing import ClassVar

from django.db import migrations

from plexus.kernel.identity.actor_sql import ACTOR_WITH_TEAMS_ABOVE


class Migration(migrations.Migration):
    dependencies: ClassVar = [("identity", "0004_schema_version")]
    operations: ClassVar = [migrations.RunSQL(ACTOR_WITH_TEAMS_ABOVE, migrations.RunSQL.noop)]
