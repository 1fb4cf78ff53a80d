"""What the figures were taken on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psutil
import psycopg

PARENT = Path(__file__).parent.parent


def described(owner: psycopg.Connection) -> dict[str, str]:
    """Processor, memory, versions, commit and how busy the machine was."""
    (postgres,) = owner.execute("SELECT split_part(version(), ' on ', 1)").fetchone() or ("",)
    (fsync,) = owner.execute("SHOW fsync").fetchone() or ("",)
    return {
        "taken": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "database": f"{postgres}, fsync {fsync}",
        "python": platform.python_version(),
        "commit": _commit(),
        "load": " ".join(f"{each:.1f}" for each in psutil.getloadavg()),
    }


def short_name() -> str:
    """A name for the machine that says nothing of whose it is."""
    return f"{platform.machine()}-{os.cpu_count()}-cores"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text()) if cpuinfo.exists() else None
    return found.group(1).strip() if found else platform.processor() or platform.machine()


def _commit() -> str:
    command = ["git", "-C", str(PARENT), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
