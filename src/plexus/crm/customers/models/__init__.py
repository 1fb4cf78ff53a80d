"""Accounts, contacts and tags."""

from plexus.crm.customers.models import account, contact, tag
from plexus.crm.customers.models.account import Account
from plexus.crm.customers.models.contact import Contact
from plexus.crm.customers.models.lifecycle import LifecycleStage
from plexus.crm.customers.models.tag import Tag
from plexus.kernel.schema import registry

__all__ = ["Account", "Contact", "LifecycleStage", "Tag", "register"]


def register() -> None:
    """Describe the objects of this app; called while apps load."""
    registry.register(Account, account.DESCRIPTION)
    registry.register(Contact, contact.DESCRIPTION)
    registry.register(Tag, tag.DESCRIPTION)
