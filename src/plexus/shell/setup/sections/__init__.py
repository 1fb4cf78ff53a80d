"""The parts of a set-up, one by one."""

from plexus.shell.setup import catalogue
from plexus.shell.setup.sections.company import Company
from plexus.shell.setup.sections.custom_fields import CustomFields
from plexus.shell.setup.sections.custom_objects import CustomObjects
from plexus.shell.setup.sections.custom_rules import CustomRules
from plexus.shell.setup.sections.field_rules import FieldRules
from plexus.shell.setup.sections.layouts import Layouts
from plexus.shell.setup.sections.quality_standards import QualityStandards
from plexus.shell.setup.sections.roles import Roles
from plexus.shell.setup.sections.views import Views


def register() -> None:
    """Add the parts that every workspace has; called while apps load."""
    for each in (
        Company(), CustomObjects(), CustomFields(), CustomRules(), FieldRules(), QualityStandards(), Roles(), Layouts(),
        Views(),
    ):  # fmt: skip
        catalogue.add(each)
