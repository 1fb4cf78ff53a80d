"""The subcommands, one module each, named like them (an underscore at the end keeps Python's own words free)."""
