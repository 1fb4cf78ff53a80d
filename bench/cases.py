"""What is asked of the product, and beside it the best SQL we can write by hand for the same answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bench import firm
from bench.browser import Browser
from bench.filling import Entry

Statement = tuple[str, Sequence[Any]]

LIST = """
SELECT c.*, a.name, p.name, t.name FROM customers_contact c LEFT JOIN customers_account a ON a.id = c.account_id
LEFT JOIN identity_person p ON p.id = c.owner_id LEFT JOIN identity_team t ON t.id = c.team_id
WHERE c.workspace_id = %s AND c.deleted_at IS NULL {and_} ORDER BY {order} LIMIT 51
"""
COUNT = """
SELECT count(*) FROM (SELECT FROM customers_contact WHERE workspace_id = %s AND deleted_at IS NULL {and_} LIMIT 10001) c
"""
RECORD = """
SELECT c.*, a.name, p.name, t.name FROM customers_contact c LEFT JOIN customers_account a ON a.id = c.account_id
LEFT JOIN identity_person p ON p.id = c.owner_id LEFT JOIN identity_team t ON t.id = c.team_id
WHERE c.workspace_id = %s AND c.id = %s AND c.deleted_at IS NULL
"""
DEALS = """
SELECT d.*, a.name, s.name FROM sales_deal d LEFT JOIN customers_account a ON a.id = d.account_id
JOIN sales_stage s ON s.id = d.stage_id
WHERE d.workspace_id = %s AND d.contact_id = %s AND d.deleted_at IS NULL ORDER BY d.updated_at DESC, d.id DESC LIMIT 6
"""
WORTH = """
SELECT outcome, count(*), sum(amount) FROM sales_deal
WHERE workspace_id = %s AND contact_id = %s AND deleted_at IS NULL GROUP BY outcome
"""
REMARKS = """
SELECT source_object, source_id FROM access_link WHERE workspace_id = %s AND target_id IN (
    SELECT %s UNION ALL SELECT id FROM sales_deal WHERE workspace_id = %s AND contact_id = %s AND deleted_at IS NULL
) ORDER BY at DESC LIMIT 50
"""
HISTORY = """
SELECT h.*, c.action, p.name FROM journal_change h JOIN journal_cause c ON c.id = h.cause_id
LEFT JOIN identity_person p ON p.id = c.person_id
WHERE h.workspace_id = %s AND h.record_id = %s ORDER BY h.id DESC LIMIT 30
"""
CARDS = """
SELECT s.id, d.* FROM sales_stage s CROSS JOIN LATERAL (
    SELECT d.*, a.name AS account, p.name AS owner FROM sales_deal d
    LEFT JOIN customers_account a ON a.id = d.account_id LEFT JOIN identity_person p ON p.id = d.owner_id
    WHERE d.workspace_id = s.workspace_id AND d.stage_id = s.id AND d.deleted_at IS NULL
    ORDER BY d.amount DESC NULLS LAST, d.id LIMIT 30
) d WHERE s.workspace_id = %s
"""
SUMS = """
SELECT stage_id, count(*), sum(amount), sum(amount * probability / 100) FROM sales_deal
WHERE workspace_id = %s AND deleted_at IS NULL GROUP BY stage_id
"""
WORDS = """
SELECT object, record_id, title FROM (SELECT * FROM search_visible WHERE tokens @@ %s::tsquery LIMIT 100) found
ORDER BY weight, length(title) LIMIT 8
"""
KEYS = """
SELECT object, record_id, title FROM (SELECT * FROM search_visible WHERE keys LIKE %s LIMIT 100) found
ORDER BY weight, length(title) LIMIT 8
"""
CREATE = """
INSERT INTO customers_contact (id, workspace_id, full_name, family_name, given_name, job_title, account_id, emails,
    phones, city, country, owner_id, sort_key, tags, external_id, department, street, region, postal_code, language,
    lifecycle_stage, source, description)
VALUES (gen_random_uuid(), %s, %s, '', '', 'Buyer', %s, %s, %s, %s, 'CN', %s, %s, '{}', '', '', '', '', '', '',
    'potential', '', '') RETURNING id
"""


@dataclass(frozen=True)
class Asker:
    """The client, who it is, how many contacts there are, and the cursor of a page in the middle."""

    browser: Browser
    entry: Entry
    size: int
    cursor: str
    middle: tuple[str, Any]


class Case:
    """One thing that people do, over HTTP and as SQL; `turn` makes each round ask for something else."""

    def __init__(self, name: str, path: str, *statements: Statement) -> None:
        self.name, self.path, self.statements = name, path, statements

    def ask(self, asker: Asker, turn: int) -> object:
        """Ask the product."""
        return asker.browser.get(self.path.format(**self.values(asker, turn), cursor=asker.cursor))

    def sql(self, asker: Asker, turn: int) -> Iterator[Statement]:
        """The statements that give the same answer."""
        known = {"workspace": asker.entry.workspace, **self.values(asker, turn)}
        known |= dict(zip(("middle", "middle_id"), asker.middle, strict=True))
        for statement, names in self.statements:
            yield statement, [known[name] if isinstance(name, str) else name for name in names]

    def values(self, asker: Asker, turn: int) -> dict[str, Any]:
        """What this round asks for."""
        city, number = firm.CITIES[turn % len(firm.CITIES)], firm.mixed(turn, 51) % asker.size
        return {"city": quote(city), "place": city, "id": firm.id_of("contact", number)}


class Search(Case):
    """The palette, asked for one text after another; each with the token or the pattern that finds it."""

    def __init__(self, name: str, statement: str, texts: Sequence[str], pattern: str) -> None:
        super().__init__(name, "/search/palette?q={text}", (statement, ["pattern"]))
        self.texts, self.pattern = texts, pattern

    def values(self, asker: Asker, turn: int) -> dict[str, Any]:
        text = self.texts[turn % len(self.texts)]
        mark = str(asker.entry.workspace)[-4:]
        return {"text": quote(text), "pattern": self.pattern.format(mark=mark, text=text)}


class Create(Case):
    """A contact made through the API, and the same row by INSERT, journal and search index included in both."""

    def __init__(self) -> None:
        super().__init__("create a contact (API)", "/api/v1/contacts", (CREATE, CREATED))

    def ask(self, asker: Asker, turn: int) -> object:
        made = self.values(asker, turn)
        return asker.browser.post(self.path, {name: made[name] for name in SENT})

    def values(self, asker: Asker, turn: int) -> dict[str, Any]:
        _id, name, _family, _given, _job, _account, mails, phones, city, *_rest = next(firm.contacts(turn, turn + 1))
        account = firm.id_of("account", firm.mixed(turn, 52) % (asker.size // 2))
        return {
            "full_name": name, "job_title": "Buyer", "account": str(account), "emails": json.loads(str(mails)),
            "phones": json.loads(str(phones)), "city": city, "country": "CN", "mails": mails, "numbers": phones,
            "person": asker.entry.person, "sort_key": firm.sorted_by(name),
        }  # fmt: skip


SENT = ("full_name", "job_title", "account", "emails", "phones", "city", "country")
CREATED = ["workspace", "full_name", "account", "mails", "numbers", "city", "person", "sort_key"]
BY_NAME, BY_AGE = "c.sort_key, c.id", "c.created_at DESC, c.id DESC"
COUNTED = (COUNT.format(and_=""), ["workspace"])
FIRST = (LIST.format(and_="", order=BY_NAME), ["workspace"])
OF_CITY = (LIST.format(and_="AND c.city = %s", order=BY_NAME), ["workspace", "place"])
DEEP = (LIST.format(and_="AND (c.sort_key, c.id) > (%s, %s)", order=BY_NAME), ["workspace", "middle", "middle_id"])
CITY_FILTER = quote('{"field":"city","op":"eq","value":"') + "{city}" + quote('"}')


def cases() -> tuple[Case, ...]:
    """Everything that is measured, in the order of the table."""
    one = (RECORD, ["workspace", "id"])
    own = ["workspace", "id"]
    # A record's page also tells its deals, their worth, what was said and done about it, and its history.
    beside = ((DEALS, own), (WORTH, own), (REMARKS, [*own, *own]), (HISTORY, own))
    city = (OF_CITY, (COUNT.format(and_="AND city = %s"), ["workspace", "place"]))
    return (
        Case("list, default (API)", "/api/v1/contacts", FIRST, COUNTED),
        Case("list, filtered by city (API)", f"/api/v1/contacts?filter={CITY_FILTER}", *city),
        Case(
            "list, newest first (API)", "/api/v1/contacts?sort=-created_at",
            (LIST.format(and_="", order=BY_AGE), ["workspace"]), COUNTED,
        ),
        Case("list, by name (API)", "/api/v1/contacts?sort=full_name", FIRST, COUNTED),
        Case("list, page in the middle (API)", "/api/v1/contacts?sort=full_name&cursor={cursor}", DEEP, COUNTED),
        Case("record (API)", "/api/v1/contacts/{id}", one),
        Case("list (page)", "/contacts", FIRST, COUNTED),
        Case("list, filtered by city (page)", f"/contacts?filter={CITY_FILTER}", *city),
        Case("record (page)", "/contacts/{id}", one, *beside),
        Case("board of deals (page)", "/deals/board", (CARDS, ["workspace"]), (SUMS, ["workspace"])),
        Search("search, pinyin", WORDS, ("zhangwei", "wangfang", "limin", "chenqiang"), "'{mark}^{text}':*"),
        Search("search, initials", WORDS, ("zw", "wf", "lmj", "cq"), "'{mark}^{text}':*"),
        Search("search, beginning of a Latin name", WORDS, ("fisch", "vict", "novak", "hen"), "'{mark}^{text}':*"),
        Search("search, part of a phone number", KEYS, ("13812", "1381234", "5678", "38990"), "%{text}%"),
        Create(),
    )  # fmt: skip
