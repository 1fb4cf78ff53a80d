from typing import ClassVar

from django.db import migrations

from plexus.kernel.search.indexing import indexed


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0002_database"), ("search", "0002_index")]
    operations: ClassVar = [
        indexed(
            "customers_account", object="accounts", title="name", searched=("name",),
            keys=("email", "phone", "website"), beside="parent_id", weight=1,
        ),
        indexed(
            "customers_contact", object="contacts", title="full_name", searched=("full_name",),
            keys=("emails", "phones"), beside="account_id", weight=2,
        ),
    ]  # fmt: skip
