from typing import ClassVar

from django.db import migrations

from plexus.kernel.search.indexing import Indexed, indexed_again


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0008_columns_of_the_list"), ("search", "0010_own")]
    operations: ClassVar = [
        indexed_again(
            Indexed(
                "customers_account",
                object="accounts",
                title="name",
                searched=("name",),
                keys=("email", "phone", "website"),
                beside="parent_id",
                weight=1,
                custom=True,
            )
        ),
        indexed_again(
            Indexed(
                "customers_contact",
                object="contacts",
                title="full_name",
                searched=("full_name",),
                keys=("emails", "phones"),
                beside="account_id",
                weight=2,
                custom=True,
            )
        ),
    ]
