from typing import ClassVar

from django.db import migrations

from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated

TABLES = {
    "sales_pipeline": "pipelines",
    "sales_stage": "stages",
    "sales_lostreason": "lost-reasons",
    "sales_product": "products",
    "sales_deal": "deals",
    "sales_deallineitem": "deal-line-items",
}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sales", "0001_initial"), ("journal", "0002_change")]
    operations: ClassVar = [
        *(isolated(table) for table in TABLES),
        *(journaled(table, object=name) for table, name in TABLES.items()),
    ]
