from typing import ClassVar

from django.db import migrations

from plexus.kernel.expressions.sql import FUNCTIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("workspaces", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FUNCTIONS, "DROP TYPE expression_money CASCADE")]
