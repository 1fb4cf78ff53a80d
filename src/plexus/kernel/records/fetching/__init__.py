"""What reading is made of: what to fetch, in kept statements, page by page, counted, named and told."""
