"""`migrate`, as the owner, and with the application's role in place first."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from plexus.site import roles


class Command(migrate.Command):
    """Migrations run as the owner; `default` is bound by row-level security and could not."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's own, but for the database that is meant when none is named."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the role, then migrate."""
        roles.prepare(connections[options["database"]])
        super().handle(*args, **options)
