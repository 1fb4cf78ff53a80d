from typing import ClassVar

from django.db import migrations

from plexus.kernel.search.indexing import Indexed, indexed_again


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sales", "0011_by_probability"), ("search", "0010_own")]
    operations: ClassVar = [
        indexed_again(
            Indexed(
                "sales_deal",
                object="deals",
                title="name",
                searched=("name",),
                keys=("external_id",),
                beside="account_id",
                weight=3,
                custom=True,
            )
        ),
        indexed_again(
            Indexed("sales_product", object="products", title="name", searched=("name", "code"), weight=4, custom=True)
        ),
    ]
