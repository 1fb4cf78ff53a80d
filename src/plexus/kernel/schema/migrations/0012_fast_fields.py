from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schema", "0011_file_fields")]
    operations: ClassVar = [
        migrations.AlterField(
            "fielddefinition",
            "filterable",
            models.BooleanField(default=False, verbose_name="Fast to filter and sort by"),
        ),
        migrations.AddField(
            "fieldrule",
            "filterable",
            models.BooleanField(db_default=False, default=False, verbose_name="Fast to filter and sort by"),
        ),
    ]
