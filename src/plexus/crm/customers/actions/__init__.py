"""What is done with tags over all records that bear them."""

from plexus.crm.customers.actions.tagging import merge_tags, rename_tag

__all__ = ["merge_tags", "rename_tag"]
