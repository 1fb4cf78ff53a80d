from typing import ClassVar

from django.db import migrations

from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated


class Migration(migrations.Migration):
    dependencies: ClassVar = [("views", "0001_initial"), ("journal", "0002_change")]
    operations: ClassVar = [isolated("views_view"), journaled("views_view", object="views")]
