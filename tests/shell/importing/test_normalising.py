"""Values come in their one spelling; what a record says already in another one is no change."""

from __future__ import annotations

import pytest
from django.utils import translation
from tests import casting
from tests.casting import Cast
from tests.shell.importing.trying import tried

from plexus.crm.customers.models import Account, Contact
from plexus.kernel.schema import registry
from plexus.shell.importing import rejects
from plexus.shell.importing.verdicts import Verdict

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_phones_mail_and_addresses_come_in_their_one_spelling(cast: Cast) -> None:
    rows = [
        ("姓名", "手机", "邮箱", "地址"),
        ("张三", "138 1234 5678", "ZHANG@Example.com；z2@example.com", "浙江省杭州市余杭区文一西路969号"),
    ]

    tried(cast.ada, "contacts", rows)

    zhang = Contact.objects.get(full_name="张三")
    assert [each["value"] for each in zhang.phones] == ["+8613812345678"]
    assert [each["value"] for each in zhang.emails] == ["zhang@example.com", "z2@example.com"]
    assert (zhang.region, zhang.city) == ("浙江省", "杭州市")
    assert (zhang.district, zhang.street) == ("余杭区", "文一西路969号")


def test_the_same_number_in_another_spelling_changes_nothing(cast: Cast) -> None:
    held = casting.an_account(cast.ada, name="Hengtong", phone="0510 8888 6666")

    outcome, _sink = tried(cast.ada, "accounts", [("name", "phone"), ("Hengtong", "+86 510-88886666")])

    held.refresh_from_db()
    assert (outcome.tally.of(Verdict.UNCHANGED), held.phone) == (1, "0510 8888 6666")


def test_a_sum_and_a_row_with_cells_too_many_are_kept_back_with_their_reason(cast: Cast) -> None:
    content = "公司名称,城市,年收入,备注\n恒通,无锡,100,\n华东,苏州,b,c,d\n合计,,300,\n".encode()

    outcome, sink = tried(cast.ada, "accounts", content)

    assert (outcome.tally.of(Verdict.CREATED), Account.objects.filter(name="恒通").count()) == (1, 1)
    assert [(row.number, {each.code for each in row.reasons}) for row in sink.kept_back] == [
        (3, {"row_long", "money_unreadable"}), (4, {"sum"}),
    ]  # fmt: skip


def test_choices_are_named_in_the_language_of_the_reader(cast: Cast) -> None:
    _outcome, sink = tried(cast.ada, "accounts", [("name", "kind"), ("Hengtong", "Whale")], mapping=(("kind", "kind"),))
    about = registry.of(cast.ada.workspace_id).object("accounts")

    with translation.override("zh-hans"):
        chinese = rejects.reason_text(about, sink.kept_back[0].reasons)
    with translation.override("en"):
        english = rejects.reason_text(about, sink.kept_back[0].reasons)

    assert "意向客户" in chinese
    assert "Prospect" in english
    assert "prospect" not in english
