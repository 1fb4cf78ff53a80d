from typing import ClassVar

from django.db import migrations

from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated

TABLES = {"relations_relationtype": "relation-types", "relations_relation": "relations"}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("relations", "0001_initial"), ("journal", "0002_change")]
    operations: ClassVar = [
        *(isolated(table) for table in TABLES),
        *(journaled(table, object=name) for table, name in TABLES.items()),
    ]
