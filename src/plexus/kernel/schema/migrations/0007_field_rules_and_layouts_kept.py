from typing import ClassVar

from django.db import migrations

from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated
from plexus.kernel.workspaces.versions import shaping

TABLES = {"schema_fieldrule": "field-rules", "schema_layoutdefinition": "layouts"}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schema", "0006_field_rules_and_layouts"), ("journal", "0002_change")]
    operations: ClassVar = [
        *(isolated(table) for table in TABLES),
        *(journaled(table, object=name) for table, name in TABLES.items()),
        *(shaping(table) for table in TABLES),
    ]
