"""The domain-blind product: frame, pages, components, REST API, import and export."""
