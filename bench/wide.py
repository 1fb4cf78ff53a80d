"""What a large firm asks besides: own fields, related counts, a long timeline, past days, the dashboard."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from bench import firm
from bench.cases import COUNT, COUNTED, LIST, WORDS, Asker, Case, Search

ACCOUNTS = """
SELECT a.*, p.name, t.name FROM customers_account a
LEFT JOIN identity_person p ON p.id = a.owner_id LEFT JOIN identity_team t ON t.id = a.team_id
WHERE a.workspace_id = %s AND a.deleted_at IS NULL {and_} ORDER BY {order} LIMIT 51
"""
ACTIVITIES = """
SELECT a.*, p.name, t.name FROM engagement_activity a
LEFT JOIN identity_person p ON p.id = a.owner_id LEFT JOIN identity_team t ON t.id = a.team_id
WHERE a.workspace_id = %s AND a.deleted_at IS NULL ORDER BY a.happened_at DESC NULLS LAST, a.id DESC LIMIT 51
"""
DEALS = """
SELECT d.*, a.name, c.full_name, s.name, l.name, p.name, t.name FROM sales_deal d
LEFT JOIN customers_account a ON a.id = d.account_id LEFT JOIN customers_contact c ON c.id = d.contact_id
LEFT JOIN sales_stage s ON s.id = d.stage_id LEFT JOIN sales_pipeline l ON l.id = d.pipeline_id
LEFT JOIN identity_person p ON p.id = d.owner_id LEFT JOIN identity_team t ON t.id = d.team_id
WHERE d.workspace_id = %s AND d.deleted_at IS NULL ORDER BY {order} LIMIT 51
"""
OF_MANY_DEALS = """a.id IN (
    SELECT account_id FROM sales_deal
    WHERE workspace_id = %s AND deleted_at IS NULL AND outcome = 'open' GROUP BY account_id HAVING count(*) > 3
)"""
COUNT_OF_MANY_DEALS = COUNT.replace("customers_contact", "customers_account a").format(and_=f"AND {OF_MANY_DEALS}")
SCORED = "custom_whole(c.custom ->> 'score')"
TIMELINE = """
SELECT l.at, a.*, p.name FROM access_link l JOIN engagement_activity a ON a.id = l.source_id
LEFT JOIN identity_person p ON p.id = a.owner_id
WHERE l.workspace_id = %s AND l.target_id = %s AND a.deleted_at IS NULL ORDER BY l.at DESC LIMIT 50
"""
ACCOUNT = """
SELECT a.*, p.name, t.name, (
    SELECT count(*) FROM sales_deal d
    WHERE d.workspace_id = a.workspace_id AND d.account_id = a.id AND d.deleted_at IS NULL AND d.outcome = 'open'
) FROM customers_account a
LEFT JOIN identity_person p ON p.id = a.owner_id LEFT JOIN identity_team t ON t.id = a.team_id
WHERE a.workspace_id = %s AND a.id = %s AND a.deleted_at IS NULL
"""
TASKS = """
SELECT * FROM engagement_task WHERE workspace_id = %s AND owner_id = %s AND done_at IS NULL AND deleted_at IS NULL
ORDER BY due_at LIMIT 16
"""
QUIET = """
SELECT d.*, a.name, s.name FROM sales_deal d LEFT JOIN customers_account a ON a.id = d.account_id
JOIN sales_stage s ON s.id = d.stage_id
WHERE d.workspace_id = %s AND d.owner_id = %s AND d.deleted_at IS NULL AND d.outcome = 'open' AND NOT EXISTS (
    SELECT FROM access_link l JOIN engagement_task k ON k.id = l.source_id
    WHERE l.workspace_id = d.workspace_id AND l.target_id = d.id AND l.source_object = 'tasks' AND k.done_at IS NULL
) ORDER BY d.amount DESC NULLS LAST, d.id DESC LIMIT 8
"""
CLOSED = """
SELECT outcome, count(*), sum(amount), percentile_cont(0.5) WITHIN GROUP (ORDER BY closed_on - opened_on)
FROM sales_deal
WHERE workspace_id = %s AND deleted_at IS NULL AND closed_on >= date_trunc('quarter', now()) GROUP BY outcome
"""
OPEN = """
SELECT stage_id, owner_id, date_trunc('month', expected_close_on), count(*), sum(amount),
    sum(amount * probability / 100)
FROM sales_deal WHERE workspace_id = %s AND deleted_at IS NULL AND outcome = 'open'
GROUP BY GROUPING SETS ((stage_id), (owner_id), (date_trunc('month', expected_close_on)))
"""
PAST = """
SELECT DISTINCT ON (c.id) c.*, h.before FROM (
    SELECT * FROM customers_contact WHERE workspace_id = %s AND deleted_at IS NULL ORDER BY sort_key, id LIMIT 51
) c LEFT JOIN journal_change h ON h.workspace_id = c.workspace_id AND h.record_id = c.id AND h.at > %s
ORDER BY c.id, h.id
"""


def _eq(name: str, value: Any) -> dict[str, Any]:
    return {"field": name, "op": "eq", "value": value}


MANY_DEALS = quote(json.dumps({"related": "deals", "where": _eq("outcome", "open"), "count": {"op": "gt", "value": 3}}))


class Wide(Case):
    """A case whose rounds ask for another score, segment or moment."""

    def values(self, asker: Asker, turn: int) -> dict[str, Any]:
        """What this round asks for."""
        segment, score = firm.SEGMENTS[turn % len(firm.SEGMENTS)], turn * 37 % 1_000
        by_score = quote(json.dumps(_eq("score", score)))
        by_segment = quote(json.dumps(_eq("segment", segment)))
        now = datetime.now(UTC)
        return {
            "score": score, "segment": segment, "by_score": by_score, "by_segment": by_segment, "at": now,
            "now": quote(now.isoformat()), "long": firm.id_of("account", firm.LONG), "person": asker.entry.person,
        }  # fmt: skip


def cases() -> tuple[Case, ...]:
    """Everything that is measured of a large firm besides what is measured of every other."""
    own, long = ["workspace"], ["workspace", "long"]
    by_name, mine = "c.sort_key, c.id", ["workspace", "person"]
    return (
        Wide(
            "list, own number field (API)", "/api/v1/contacts?filter={by_score}",
            (LIST.format(and_=f"AND {SCORED} = %s", order=by_name), [*own, "score"]),
            (COUNT.format(and_=f"AND {SCORED.replace('c.', '', 1)} = %s"), [*own, "score"]),
        ),
        Wide(
            "list, own choice field (API)", "/api/v1/contacts?filter={by_segment}",
            (LIST.format(and_="AND c.custom ->> 'segment' = %s", order=by_name), [*own, "segment"]),
            (COUNT.format(and_="AND custom ->> 'segment' = %s"), [*own, "segment"]),
        ),
        Wide(
            "accounts, more than 3 open deals (API)", f"/api/v1/accounts?filter={MANY_DEALS}",
            (ACCOUNTS.format(and_=f"AND {OF_MANY_DEALS}", order="a.sort_key, a.id"), [*own, *own]),
            (COUNT_OF_MANY_DEALS, [*own, *own]),
        ),
        Wide(
            "list, by e-mail (API)", "/api/v1/contacts?sort=email",
            (LIST.format(and_="", order="c.email NULLS LAST, c.id"), own), COUNTED,
        ),
        Wide(
            "list, by account (API)", "/api/v1/contacts?sort=account",
            (LIST.format(and_="", order="a.sort_key NULLS LAST, c.id"), own), COUNTED,
        ),
        Wide(
            "list, by an own number, the most first (API)", "/api/v1/contacts?sort=-score",
            (LIST.format(and_=f"AND {SCORED} IS NOT NULL", order=f"{SCORED} DESC, c.id DESC"), own), COUNTED,
        ),
        Wide(
            "accounts, by employees, made fast (API)", "/api/v1/accounts?sort=employees",
            (ACCOUNTS.format(and_="", order="a.employees, a.id"), own),
        ),
        Wide("list of activities (page)", "/activities", (ACTIVITIES, own)),
        Wide("list of deals (API)", "/api/v1/deals", (DEALS.format(order="d.updated_at DESC, d.id DESC"), own)),
        Wide("list of deals (page)", "/deals", (DEALS.format(order="d.updated_at DESC, d.id DESC"), own)),
        Wide("list as of a moment (API)", "/api/v1/contacts?as_of={now}", (PAST, [*own, "at"])),
        Wide("record with 10,000 timeline entries (page)", "/accounts/{long}", (ACCOUNT, long), (TIMELINE, long)),
        Wide("its timeline (API)", "/api/v1/accounts/{long}/timeline", (TIMELINE, long)),
        Wide("home (page)", "/", (TASKS, mine), (QUIET, mine)),
        Wide("dashboard (page)", "/dashboard", (CLOSED, own), (OPEN, own)),
        Search("search, two characters", WORDS, ("张伟", "王芳", "李敏", "陈强"), "'{mark}^{text}':*"),
        Search("search, what very many have", WORDS, ("拜访", "dianhua", "shang", "客户"), "'{mark}{text}':*"),
    )  # fmt: skip
