"""How the embedded server is set: nothing on the network, small for a small firm, and growing with its data.

While the data is small all of Plexus stays under 500 MB. Where it is large, pages of indexes must stay in memory, or
each row that is written reads a dozen of them first.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

MEGABYTE, GIGABYTE = 1 << 20, 1 << 30
SMALL_BUFFERS, SMALL_WAL, SMALL_CACHE = 64 * MEGABYTE, GIGABYTE, GIGABYTE
LIMIT = Path("/sys/fs/cgroup/memory.max")

ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "autovacuum_max_workers": "2",
    "min_wal_size": "80MB",
    "wal_compression": "on",
    "wal_level": "replica",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "2s",
    # What a statement was asked with is customers' data, and no matter of a log.
    "log_parameter_max_length": "0",
    "idle_in_transaction_session_timeout": "10min",
}

THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "log_min_duration_statement": "-1",
    "idle_in_transaction_session_timeout": "0",
}


def arguments(database: Path, *, durable: bool) -> Iterator[str]:
    """Command line arguments of `postgres` on a folder as large as it is now.

    What is not durable may be lost when the machine stops: for tests only.
    """
    settings = {**ALWAYS, **sized(_size(database), _memory())}
    for name, value in (settings if durable else {**settings, **THROWAWAY}).items():
        yield "-c"
        yield f"{name}={value}"


def sized(data: int, memory: int) -> dict[str, str]:
    """What grows with the bytes of data, within the bytes of memory: a sixteenth of the data is kept at hand, of the
    memory an eighth at most; between two checkpoints an eighth of the data may be written down.
    """
    bytes_of = {
        "shared_buffers": max(SMALL_BUFFERS, min(data // 16 - SMALL_BUFFERS, memory // 8)),
        "effective_cache_size": max(SMALL_CACHE, min(data, memory // 2)),
        "max_wal_size": max(SMALL_WAL, min(data // 8, 4 * GIGABYTE)),
    }
    return {name: f"{size // MEGABYTE}MB" for name, size in bytes_of.items()}


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("base/**/*") if file.is_file())


def _memory() -> int:
    memory = int(psutil.virtual_memory().total)
    with suppress(OSError, ValueError):  # no container, or one without a limit
        memory = min(memory, int(LIMIT.read_text()))
    return memory
