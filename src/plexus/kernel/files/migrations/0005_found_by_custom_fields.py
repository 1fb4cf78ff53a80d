from typing import ClassVar

from django.db import migrations

from plexus.kernel.search.indexing import Indexed, indexed_again


class Migration(migrations.Migration):
    dependencies: ClassVar = [("files", "0004_timely_indexes"), ("search", "0010_own")]
    operations: ClassVar = [
        indexed_again(Indexed("files_file", object="files", title="name", searched=("name",), weight=9, custom=True)),
    ]
