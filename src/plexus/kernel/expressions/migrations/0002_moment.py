from typing import ClassVar

from django.db import migrations

from plexus.kernel.expressions.moment_sql import MOMENT, NO_MOMENT


class Migration(migrations.Migration):
    dependencies: ClassVar = [("expressions", "0001_functions")]
    operations: ClassVar = [migrations.RunSQL(MOMENT, NO_MOMENT)]
