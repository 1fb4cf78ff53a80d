"""What is done with deals, and with the stages that they go through."""

from plexus.crm.sales.actions.closing import lose_deal, reopen_deal, win_deal
from plexus.crm.sales.actions.moving import move_deal
from plexus.crm.sales.actions.staging import put_earlier, put_later, replace_stage

__all__ = ["lose_deal", "move_deal", "put_earlier", "put_later", "reopen_deal", "replace_stage", "win_deal"]
