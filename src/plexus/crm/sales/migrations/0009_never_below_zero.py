"""Amounts of deals and quantities of line items are never below zero; what is so from before is told when it is saved."""

from typing import ClassVar

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sales", "0008_timely_indexes")]
    operations: ClassVar = [
        AddConstraintNotValid(
            model_name="deal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount", None), ("amount__gte", 0), ~models.Q(("deleted_at", None)), _connector="OR"
                ),
                name="sales_deal_amount",
            ),
        ),
        AddConstraintNotValid(
            model_name="deallineitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 0), ~models.Q(("deleted_at", None)), _connector="OR"),
                name="sales_deallineitem_quantity",
            ),
        ),
    ]
