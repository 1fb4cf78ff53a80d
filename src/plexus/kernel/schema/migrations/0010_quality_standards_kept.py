from typing import ClassVar

from django.db import migrations

from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated
from plexus.kernel.workspaces.versions import shaping

TABLE = "schema_qualitystandard"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schema", "0009_quality_standard"), ("journal", "0002_change")]
    operations: ClassVar = [isolated(TABLE), journaled(TABLE, object="quality-standards"), shaping(TABLE)]
