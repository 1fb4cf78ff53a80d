"""How the embedded server is set: small enough that all of Plexus stays under 500 MB, and nothing on the network."""

from collections.abc import Iterator

ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "autovacuum_max_workers": "2",
    "max_wal_size": "1GB",
    "min_wal_size": "80MB",
    "wal_compression": "on",
    "wal_level": "replica",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "2s",
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


def arguments(*, durable: bool) -> Iterator[str]:
    """Command line arguments of `postgres`. What is not durable may be lost when the machine stops: for tests only."""
    settings = ALWAYS if durable else {**ALWAYS, **THROWAWAY}
    for name, value in settings.items():
        yield "-c"
        yield f"{name}={value}"
