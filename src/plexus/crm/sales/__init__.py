"""From first interest to money: pipelines, products and deals."""
