"""Reading the journal's documents without losing a digit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any


class ExactDecoder(json.JSONDecoder):
    """JSON whose fractions become `Decimal`: 0.10 stays 0.10, and eighteen digits stay eighteen digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"parse_float": Decimal} | options)
