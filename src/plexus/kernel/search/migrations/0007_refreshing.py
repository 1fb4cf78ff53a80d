from typing import ClassVar

from django.db import migrations

from plexus.kernel.search.indexing import REFRESHING


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0006_readings_in_place")]
    operations: ClassVar = [migrations.RunSQL(REFRESHING, "DROP FUNCTION search_refresh(uuid[])")]
