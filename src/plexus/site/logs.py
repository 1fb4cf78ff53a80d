"""Logs: one line for an event, plain to read in a terminal, JSON where a machine reads it.

A traceback shows lines of code and never the values in them: those may be customers' data. An address that signs
somebody in is written without its secret: Django tells the path of whatever it refuses.
"""

import logging
import re
from typing import Any

import structlog

_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]
# One-time links, and links of a forgotten password.
_SECRET_PATH = re.compile(r"(/welcome/|/password/reset/key/)[^\s?\"']+")


class WithoutSecrets(logging.Filter):
    """Leaves the secrets of addresses out of what is told of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = record.getMessage()
        if (bare := _SECRET_PATH.sub(r"\1…", told)) != told:
            record.msg, record.args = bare, ()
        return True


def configure(*, level: str, as_json: bool) -> dict[str, Any]:
    """Set structlog up; give LOGGING for Django, so that both write alike on standard error."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": _formatter(as_json=as_json)},
        "filters": {"without_secrets": {"()": WithoutSecrets}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": level, "handlers": [], "propagate": True},
            "django.request": {"filters": ["without_secrets"]},
            "procrastinate": {"level": max(level, "WARNING", key=logging.getLevelName)},
        },
    }


def _formatter(*, as_json: bool) -> dict[str, Any]:
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    }
