from typing import ClassVar

import django.contrib.postgres.search
from django.db import migrations, models

from plexus.kernel.search import files_sql
from plexus.kernel.workspaces.isolation import isolated, read_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("search", "0007_refreshing"), ("journal", "0008_moments"), ("schema", "0011_file_fields"),
        ("identity", "0002_isolation"),
    ]  # fmt: skip
    operations: ClassVar = [
        migrations.RunSQL(files_sql.TABLE, "DROP TABLE search_file"),
        isolated("search_file"),
        read_only("search_file"),
        migrations.RunSQL(files_sql.VIEW, "DROP VIEW search_file_visible"),
        migrations.RunSQL(files_sql.FOLLOWING, files_sql.REVERSE),
        migrations.RunSQL(files_sql.FILL, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="FileEntry",
            fields=[
                ("record_id", models.UUIDField(primary_key=True, serialize=False)),
                ("field", models.CharField(max_length=63)),
                ("object", models.CharField(max_length=63)),
                ("name", models.CharField(max_length=1000)),
                ("tokens", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={"db_table": "search_file_visible", "managed": False},
        ),
    ]
