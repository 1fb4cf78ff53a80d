from typing import ClassVar

from django.db import migrations

from plexus.kernel.journal.tables import NAMED_BY_ROW


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0003_seal")]
    operations: ClassVar = [migrations.RunSQL(NAMED_BY_ROW, migrations.RunSQL.noop)]
