from typing import ClassVar

from django.db import migrations

from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated
from plexus.kernel.workspaces.versions import shaping

TABLES = {"schema_objectdefinition": "custom-objects", "schema_fielddefinition": "custom-fields"}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schema", "0001_initial"), ("journal", "0002_change")]
    operations: ClassVar = [
        *(isolated(table) for table in (*TABLES, "schema_counter")),
        *(journaled(table, object=name) for table, name in TABLES.items()),
        *(shaping(table) for table in TABLES),
    ]
