"""The product without its domain: pages, the REST API, import and export, over any object."""
