"""The whole demo, kind by kind."""

from __future__ import annotations

from plexus.site.demo.making import accounts, contacts, deals, errands, gaps, relations, standing, touches, ways
from plexus.site.demo.making.setting import Setting


def make_company(setting: Setting) -> None:
    """Fill `setting.made`; needs the players."""
    ways.make_ways(setting)
    accounts.make_accounts(setting)
    contacts.make_contacts(setting)
    deals.make_deals(setting)
    touches.make_touches(setting)
    touches.make_comments(setting)
    errands.make_errands(setting)
    standing.make_standing(setting)
    relations.make_relations(setting)
    gaps.leave_gaps(setting)
