from typing import ClassVar

from django.db import migrations

from plexus.kernel.search.indexing import indexed


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0003_short_names"), ("records", "0002_database")]
    operations: ClassVar = [indexed("records_custom", title="name", searched=("name",), weight=4)]
