from typing import ClassVar

from django.db import migrations, models

from plexus.kernel.search import tables
from plexus.kernel.search.indexing import MARKING, Indexed, indexed_again

FOUND = Indexed("records_custom", object="", title="name", searched=("name",), weight=4, custom=True)
PEOPLE = Indexed(
    "identity_person", object="people", title="name", searched=("name",), keys=("email",), owned=False, weight=6,
    custom=True,
)  # fmt: skip

REPLACED = [
    "DROP FUNCTION IF EXISTS search_refresh(uuid[])", "DROP FUNCTION IF EXISTS search_custom_keys(uuid, text, jsonb)"
]  # fmt: skip


class Migration(migrations.Migration):
    """Custom fields in a column of their own: whoever may not know one of them still searches by e-mail and phone."""

    dependencies: ClassVar = [("search", "0009_samples")]
    operations: ClassVar = [
        migrations.RunSQL(
            [tables.OWN, tables.VIEW, tables.SAMPLES, MARKING],
            migrations.RunSQL.noop,
        ),
        indexed_again(FOUND),
        indexed_again(PEOPLE),
        migrations.RunSQL(REPLACED, migrations.RunSQL.noop),
        migrations.AddField("searchentry", "own", models.TextField()),
    ]
