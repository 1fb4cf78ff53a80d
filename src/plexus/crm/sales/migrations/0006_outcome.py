from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The label of a stage's outcome, in the state only."""

    dependencies: ClassVar = [("sales", "0005_in_use")]
    operations: ClassVar = [
        migrations.AlterField(
            "stage",
            "outcome",
            models.CharField(
                blank=True,
                choices=[("open", "Open"), ("won", "Won"), ("lost", "Lost")],
                default="open",
                max_length=10,
                verbose_name="Outcome",
            ),
        ),
    ]
