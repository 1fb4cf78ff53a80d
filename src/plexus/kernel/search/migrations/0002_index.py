from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from plexus.kernel.search import tables, tokens_sql
from plexus.kernel.search.indexing import DELETION, indexed
from plexus.kernel.workspaces.isolation import isolated, read_only


def make_functions(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """The readings of Chinese characters come from the library that is installed."""
    editor.execute(tokens_sql.functions(), params=None)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0001_initial"), ("identity", "0002_isolation")]
    operations: ClassVar = [
        migrations.RunPython(make_functions, migrations.RunPython.noop),
        migrations.RunSQL(tables.TABLE, "DROP TABLE search_entry"),
        isolated("search_entry"),
        read_only("search_entry"),
        migrations.RunSQL(tables.VIEW, "DROP VIEW search_visible"),
        migrations.RunSQL(DELETION, "DROP FUNCTION search_delete"),
        indexed(
            "identity_person", object="people", title="name", searched=("name",), keys=("email",), owned=False, weight=6
        ),
    ]
