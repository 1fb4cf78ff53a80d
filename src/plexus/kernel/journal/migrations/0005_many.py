from typing import ClassVar

from django.db import migrations

from plexus.kernel.journal.many import WRITERS_OF_MANY


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0004_named_by_row")]
    operations: ClassVar = [migrations.RunSQL(WRITERS_OF_MANY, migrations.RunSQL.noop)]
