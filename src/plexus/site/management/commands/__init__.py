"""Django's own commands, where Plexus needs them otherwise."""
