"""What is done with deals."""

from plexus.crm.sales.actions.closing import lose_deal, reopen_deal, win_deal
from plexus.crm.sales.actions.moving import move_deal

__all__ = ["lose_deal", "move_deal", "reopen_deal", "win_deal"]
