"""Columns find their fields, in English and Chinese, each field once."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plexus.shell.importing.reading import mapping
from plexus.shell.importing.reading.mapping import Target, missing, propose
from plexus.shell.importing.reading.profiling import profile
from plexus.shell.importing.reading.tables import open_table


def targets(spec: str) -> list[Target]:
    """Targets from words such as `name:text`."""
    pairs = [word.split(":") for word in spec.split()]
    return [Target(key, key.replace("_", " "), "", kind) for key, kind in pairs]


ACCOUNTS = targets(
    "name:text kind:choice industry:choice website:url phone:phone email:email street:text "
    "city:text region:text country:text postal_code:text employees:integer annual_revenue:money "
    "founded_year:integer parent:reference lifecycle_stage:choice owner:reference tags:tags "
    "external_id:text"
)
CONTACTS = targets(
    "full_name:text family_name:text given_name:text job_title:text department:text "
    "account:reference email:email phone:phone street:text city:text region:text country:text "
    "postal_code:text birthday:date language:text lifecycle_stage:choice source:choice "
    "owner:reference tags:tags external_id:text"
)
DEALS = targets(
    "name:text account:reference contact:reference pipeline:reference stage:reference amount:money "
    "probability:percent expected_close_on:date opened_on:date closed_on:date outcome:choice "
    "lost_reason:reference source:choice owner:reference product:reference external_id:text"
)
PRODUCTS = targets("name:text code:text category:choice price:money unit:text active:yes_no")
PEOPLE = targets("name:text email:email team:reference manager:reference")


def mapped(headers: str, fields: list[Target], object_name: str) -> dict[str, str]:
    names = headers.split(",")
    proposals = propose(names, [None] * len(names), fields, object_name=object_name)
    return {one.header: one.target for one in proposals if one.target}


def test_chinese_accounts_find_their_fields() -> None:
    found = mapped("客户名称,手机,邮箱,负责人,备注,行业,省,市,地址,官网,公司规模", ACCOUNTS, "accounts")

    assert found == {
        "客户名称": "name", "手机": "phone", "邮箱": "email", "负责人": "owner", "行业": "industry",
        "省": "region", "市": "city", "地址": "street", "官网": "website", "公司规模": "employees",
    }  # fmt: skip


def test_chinese_contacts_find_their_fields() -> None:
    found = mapped("联系人,客户名称,手机号码,电子邮箱,职务,部门,跟进人,标签", CONTACTS, "contacts")

    assert found == {
        "联系人": "full_name", "客户名称": "account", "手机号码": "phone", "电子邮箱": "email",
        "职务": "job_title", "部门": "department", "跟进人": "owner", "标签": "tags",
    }  # fmt: skip


def test_chinese_deals_find_their_fields() -> None:
    found = mapped("商机名称,客户名称,销售阶段,预计金额(元),预计成交日期,负责人,赢率", DEALS, "deals")

    assert found == {
        "商机名称": "name", "客户名称": "account", "销售阶段": "stage", "预计金额(元)": "amount",
        "预计成交日期": "expected_close_on", "负责人": "owner", "赢率": "probability",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "fields", "object_name", "expected"),
    [
        (
            "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Deal owner,Associated Company IDs",
            DEALS, "deals",
            "external_id name stage pipeline amount closed_on owner account",
        ),
        (
            "Id,AccountId,LastName,FirstName,MailingCity,MailingState,Email,Title,LeadSource",
            CONTACTS, "contacts",
            "external_id account family_name given_name city region email job_title source",
        ),
        (
            "Person - Name*,Person - Phone,Person - Email (Work),Organization - Name*",
            CONTACTS, "contacts",
            "full_name phone email account",
        ),
        (
            "Deal - Title,Deal - Value,Organization - Name*,Person - Name*",
            DEALS, "deals",
            "name amount account contact",
        ),
        (
            "First Name,Last Name,E-mail 1 - Value,Phone 1 - Value,Organization Name,Labels",
            CONTACTS, "contacts",
            "given_name family_name email phone account tags",
        ),
        ("Topic,Est. close,Status Reason", DEALS, "deals", "name expected_close_on lost_reason"),
    ],
)  # fmt: skip
def test_exports_of_other_systems_find_their_fields(
    headers: str, fields: list[Target], object_name: str, expected: str
) -> None:
    found = mapped(headers, fields, object_name)

    assert found == dict(zip(headers.split(","), expected.split(), strict=True))


def test_columns_that_must_not_be_modified_are_left_out() -> None:
    assert mapped("(Do Not Modify) Contact,Full Name", CONTACTS, "contacts") == {"Full Name": "full_name"}


def test_a_field_is_used_once_and_the_better_column_has_it() -> None:
    assert mapped("Telephone,Phone", CONTACTS, "contacts") == {"Phone": "phone"}


def test_a_typing_error_is_similar() -> None:
    [proposal] = propose(["Oportunity Name"], [None], DEALS, object_name="deals")

    assert (proposal.target, proposal.reason) == ("name", "similar")


def test_content_speaks_where_the_name_is_silent() -> None:
    facts = profile(["ada@example.com", "ben@example.com"])

    [proposal] = propose(["Field 7"], [facts], CONTACTS, object_name="contacts")

    assert (proposal.target, proposal.reason) == ("email", "content")


def test_content_speaks_against_a_wrong_name() -> None:
    facts = profile(["yes", "no", "yes"])

    [proposal] = propose(["Email"], [facts], CONTACTS, object_name="contacts")

    assert proposal.score < 0.6


def test_seconds_never_fill_minutes() -> None:
    fields = targets("duration_minutes:integer")
    headers = ["Call Duration (in seconds)", "Call Duration (in minutes)"]

    proposals = propose(headers, [None, None], fields, object_name="activities")

    assert [one.target for one in proposals] == [None, "duration_minutes"]


def test_required_fields_without_a_column_are_named() -> None:
    fields = [Target("name", "Name", "名称", required=True), Target("city", "City", "城市")]

    assert missing(propose(["城市"], [None], fields), fields) == ("name",)


def test_own_synonyms_and_labels_of_custom_fields_count() -> None:
    field = Target("warranty_until", "Warranty until", "保修期至", "date", ("guarantee end",))

    proposals = [propose([header], [None], [field])[0] for header in ("保修期至", "Guarantee End")]

    assert [(one.target, one.reason) for one in proposals] == [
        ("warranty_until", "exact"),
        ("warranty_until", "synonym"),
    ]


@pytest.mark.parametrize(
    ("file", "fields", "object_name", "expected"),
    [
        ("accounts", ACCOUNTS, "accounts",
         "name industry founded_year annual_revenue employees country parent"),
        ("products", PRODUCTS, "products", "name category price"),
        ("sales_teams", PEOPLE, "people", "name manager team"),
        ("sales_pipeline", DEALS, "deals",
         "external_id owner product account stage opened_on closed_on amount"),
    ],
)  # fmt: skip
def test_the_sales_files_are_mapped_whole(
    shared_data: Path, file: str, fields: list[Target], object_name: str, expected: str
) -> None:
    table = open_table(shared_data / "crm-sales" / f"{file}.csv", name=file)
    profiles = [profile(column) for column in zip(*table.sample(), strict=True)]

    proposals = propose(table.headers, profiles, fields, object_name=object_name)

    assert [proposal.target for proposal in proposals] == expected.split()


@given(st.data(), st.text("abco ", min_size=3, max_size=14))
def test_words_that_differ_a_little_are_found_by_the_letters_they_share(data: st.DataObject, word: str) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    other = word[:place] + data.draw(st.text("abco ", max_size=2)) + word[place + data.draw(st.integers(0, 1)) :]
    ratio = SequenceMatcher(None, word, other, autojunk=False).ratio()

    assert len(other) < 3 or ratio < mapping.FUZZY or mapping._similar(word, other) == ratio
