from typing import ClassVar

from django.db import migrations

from plexus.kernel.search import tables


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0008_files")]
    operations: ClassVar = [migrations.RunSQL(tables.SAMPLES, "DROP VIEW search_sample; DROP VIEW search_glimpse")]
