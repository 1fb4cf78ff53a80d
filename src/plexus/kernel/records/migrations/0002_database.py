from typing import ClassVar

from django.db import migrations

from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0001_initial"), ("journal", "0004_named_by_row")]
    operations: ClassVar = [isolated("records_custom"), journaled("records_custom")]
