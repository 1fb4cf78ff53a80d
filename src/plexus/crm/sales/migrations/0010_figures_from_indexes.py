import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0007_timely_indexes"),
        ("identity", "0005_teams_above"),
        ("sales", "0009_never_below_zero"),
        ("workspaces", "0004_schema_version"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="deal",
            name="deal_by_closed_on",
        ),
        migrations.RemoveIndex(
            model_name="deal",
            name="deal_by_stage",
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                models.F("workspace"),
                django.db.models.expressions.OrderBy(models.F("closed_on"), descending=True, nulls_last=True),
                django.db.models.expressions.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("deleted_at", None)),
                include=("outcome", "currency", "amount", "opened_on", "owner", "team", "pipeline"),
                name="deal_by_closed_on",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("outcome", "open")),
                fields=["workspace", "account", "id"],
                include=(
                    "stage",
                    "currency",
                    "amount",
                    "probability",
                    "expected_close_on",
                    "owner",
                    "team",
                    "pipeline",
                ),
                name="deal_open",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("amount__isnull", False), ("deleted_at", None)),
                fields=["workspace", "currency"],
                name="deal_by_currency",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                models.F("workspace"),
                models.F("stage"),
                django.db.models.expressions.OrderBy(models.F("amount"), descending=True, nulls_last=True),
                models.F("id"),
                condition=models.Q(("deleted_at", None)),
                include=("probability", "pipeline", "currency", "owner", "team"),
                name="deal_by_stage",
            ),
        ),
    ]
