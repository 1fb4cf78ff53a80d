"""Pipelines and stages, lost reasons, products, deals and their line items."""

from plexus.crm.sales.models import deal, line_item, pipeline, product
from plexus.crm.sales.models.deal import Deal
from plexus.crm.sales.models.line_item import DealLineItem
from plexus.crm.sales.models.outcome import Outcome
from plexus.crm.sales.models.pipeline import LostReason, Pipeline, Stage
from plexus.crm.sales.models.product import Product
from plexus.kernel.schema import registry

__all__ = ["Deal", "DealLineItem", "LostReason", "Outcome", "Pipeline", "Product", "Stage", "register"]


def register() -> None:
    """Describe the objects of this app; called while apps load."""
    registry.register(Deal, deal.DESCRIPTION)
    registry.register(Product, product.DESCRIPTION)
    registry.register(DealLineItem, line_item.DESCRIPTION)
    registry.register(Pipeline, pipeline.PIPELINE)
    registry.register(Stage, pipeline.STAGE)
    registry.register(LostReason, pipeline.LOST_REASON)
