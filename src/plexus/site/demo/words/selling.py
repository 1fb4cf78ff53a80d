"""How the demo company sells: stages, reasons, sources and tags."""

from __future__ import annotations

from plexus.site.demo.words.both import Both

Step = tuple[Both, int, str]
EQUIPMENT = Both("Equipment sales", "设备销售")
EQUIPMENT_STEPS: tuple[Step, ...] = (
    (Both("First contact", "初步接洽"), 10, "open"),
    (Both("Needs confirmed", "需求确认"), 25, "open"),
    (Both("Solution and quote", "方案报价"), 45, "open"),
    (Both("Trial", "样机测试"), 60, "open"),
    (Both("Negotiation", "商务谈判"), 80, "open"),
    (Both("Won", "赢单"), 100, "won"),
    (Both("Lost", "输单"), 0, "lost"),
)
RENEWAL = Both("Service and renewals", "服务与续约")
RENEWAL_STEPS: tuple[Step, ...] = (
    (Both("Renewal due", "到期提醒"), 40, "open"),
    (Both("Terms agreed", "条款确认"), 65, "open"),
    (Both("In approval", "合同审批"), 85, "open"),
    (Both("Renewed", "已续约"), 100, "won"),
    (Both("Not renewed", "未续约"), 0, "lost"),
)
REASONS: tuple[tuple[Both, int], ...] = (
    (Both("Price too high", "价格偏高"), 30),
    (Both("Chose a competitor", "选择竞品"), 26),
    (Both("Budget cancelled", "预算取消"), 16),
    (Both("Project postponed", "项目推迟"), 15),
    (Both("Requirements not met", "技术指标不满足"), 8),
    (Both("No answer any more", "客户失联"), 5),
)
SOURCES: tuple[tuple[Both, int], ...] = (
    (Both("Referral", "客户转介绍"), 24),
    (Both("Trade fair", "展会"), 20),
    (Both("Website", "官网咨询"), 18),
    (Both("Existing customer", "老客户复购"), 22),
    (Both("Cold call", "电话开发"), 10),
    (Both("Distributor", "渠道推荐"), 6),
)
VIP, KEY, FRAMEWORK, FAIR, LOYAL, SLOW, TENDER = (
    Both("VIP", "VIP"),
    Both("Key account", "重点客户"),
    Both("Framework agreement", "框架协议"),
    Both("Trade fair", "展会"),
    Both("Loyal", "老客户"),
    Both("Slow payer", "回款慢"),
    Both("Tender", "招投标"),
)
TAGS: tuple[tuple[Both, str], ...] = (
    (VIP, "accent"), (KEY, "good"), (FRAMEWORK, "info"), (FAIR, ""), (LOYAL, "good"), (SLOW, "warn"), (TENDER, "info"),
)  # fmt: skip
