from typing import ClassVar

from django.db import migrations

from plexus.kernel.search.indexing import MARKING, Indexed, indexed_again

FOUND = Indexed("records_custom", object="", title="name", searched=("name",), weight=4, custom=True)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0004_custom"), ("schema", "0003_values")]
    operations: ClassVar = [
        migrations.RunSQL(MARKING, "DROP FUNCTION search_mark(text, text)"),
        indexed_again(FOUND),
    ]
