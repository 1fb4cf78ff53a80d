"""Questions as data: filters checked against the schema and compiled to one statement, and sort orders."""

from plexus.kernel.query.checked import Checked
from plexus.kernel.query.checking import check
from plexus.kernel.query.compiling import condition
from plexus.kernel.query.parsing import parse, read
from plexus.kernel.query.refusals import FilterInvalid
from plexus.kernel.query.sentences import Chip, chips, describe
from plexus.kernel.query.tree import EVERYTHING
from plexus.kernel.query.tree import Node as Filter
from plexus.kernel.query.writing import write

__all__ = [
    "EVERYTHING",
    "Checked",
    "Chip",
    "Filter",
    "FilterInvalid",
    "check",
    "chips",
    "condition",
    "describe",
    "parse",
    "read",
    "write",
]
