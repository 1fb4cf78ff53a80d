from typing import ClassVar

from django.db import migrations, models

from plexus.kernel.schema.models.field_definition import CustomType


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schema", "0010_quality_standards_kept")]
    operations: ClassVar = [
        migrations.AlterField(
            "fielddefinition", "type", models.CharField(choices=CustomType.choices, max_length=20, verbose_name="Type")
        )
    ]
