"""The demo: a made-up bilingual company over the twelve months before a day, the same for the same seed."""
