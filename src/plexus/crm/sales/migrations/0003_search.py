from typing import ClassVar

from django.db import migrations

from plexus.kernel.search.indexing import indexed


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sales", "0002_database"), ("search", "0002_index")]
    operations: ClassVar = [
        indexed(
            "sales_deal", object="deals", title="name", searched=("name",), keys=("external_id",), beside="account_id",
            weight=3,
        ),
        indexed("sales_product", object="products", title="name", searched=("name", "code"), weight=4),
    ]  # fmt: skip
