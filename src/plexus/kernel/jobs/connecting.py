"""The worker's own connections to the queue, bound by the same role as everything else."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from procrastinate import PsycopgConnector
from procrastinate.contrib.django.utils import connector_params
from psycopg import sql


def connector() -> PsycopgConnector:
    """A connector that listens and fetches, on two connections beside the one that listens."""
    options = connections[DEFAULT_DB_ALIAS].settings_dict["OPTIONS"]

    async def bind(connection: psycopg.AsyncConnection[Any]) -> None:
        """Django takes the role on its connections itself; these are not Django's."""
        if role := options.get("assume_role"):
            await connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
            await connection.commit()

    params = connector_params(DEFAULT_DB_ALIAS) | {"application_name": "plexus queue"}
    return PsycopgConnector(kwargs=params, configure=bind, min_size=1, max_size=2)
