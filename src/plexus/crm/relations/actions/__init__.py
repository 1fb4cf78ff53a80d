"""What is done with relations, and what a workspace needs before there are any."""

from plexus.crm.relations.actions.relating import relate, relate_again, unrelate
from plexus.crm.relations.actions.starting import start_relating

__all__ = ["relate", "relate_again", "start_relating", "unrelate"]
