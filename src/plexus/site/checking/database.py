"""Checks inside the database: its version, pending migrations, and the wall between workspaces."""

from collections.abc import Iterator

from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plexus.kernel.files import keeping, using
from plexus.kernel.journal import sealing
from plexus.kernel.values.refusals import gettext_noop as N_
from plexus.kernel.workspaces.role import APPLICATION_ROLE
from plexus.shell.hooks import holding
from plexus.shell.hooks.refusals import PUT_BACK
from plexus.site import health
from plexus.site.checking.findings import Finding

OLDEST = 150000
TAMPERED = N_("The journal of workspace %(workspace)s was tampered with from change %(first)s to %(last)s: %(why)s.")
WHY = {
    "rows": N_("changes in it were altered, removed or added"),
    "seal": N_("its seal was forged, or the one before it was taken away"),
    "gap": N_("seals before it are missing"),
    "key": N_("it was sealed with another key than the one of this installation"),
}
_OPEN_TABLES = """
SELECT c.relname
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
   AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
 ORDER BY c.relname
"""
_ROLE = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s"


def findings() -> Iterator[Finding]:
    """Look at the database, as its owner."""
    yield _version()
    yield _migrations()
    yield _role()
    yield _walls()
    yield from _seals()
    yield from _files()
    yield from _webhooks()


def open_tables() -> tuple[str, ...]:
    """Tables whose rows belong to workspaces and that row-level security does not guard. There must be none."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_OPEN_TABLES)
        return tuple(name for (name,) in cursor.fetchall())


def _version() -> Finding:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
        number, name = cursor.fetchone()
    sentence = _("The database is PostgreSQL %(version)s; Plexus needs 15 or newer.") % {"version": name}
    return Finding("postgresql", number >= OLDEST, sentence)


def _migrations() -> Finding:
    pending = health.pending_migrations()
    if not pending:
        return Finding("migrations", good=True, sentence=_("Every migration is applied."))
    sentence = _("Migrations are pending: %(names)s. “plexus up” applies them.") % {"names": ", ".join(pending)}
    return Finding("migrations", good=False, sentence=sentence)


def _role() -> Finding:
    with connections["owner"].cursor() as cursor:
        cursor.execute(_ROLE, [APPLICATION_ROLE])
        row = cursor.fetchone()
    if row == (False,):
        return Finding("role", good=True, sentence=_("The application works as a role that row-level security binds."))
    sentence = _("The role %(role)s is missing, or may pass row-level security.") % {"role": APPLICATION_ROLE}
    return Finding("role", good=False, sentence=sentence)


def _walls() -> Finding:
    if not (unguarded := open_tables()):
        return Finding("isolation", good=True, sentence=_("Row-level security guards every table of every workspace."))
    sentence = _("Row-level security does not guard these tables: %(tables)s.") % {"tables": ", ".join(unguarded)}
    return Finding("isolation", good=False, sentence=sentence)


def _seals() -> Iterator[Finding]:
    """Whether the journal is as it was sealed; each stretch that is not."""
    if health.pending_migrations():
        return
    proved = sealing.verify()
    figures = {"sealed": f"{proved.sealed:,}", "waiting": f"{proved.waiting:,}"}
    sentence = _("The journal is sealed: %(sealed)s changes are as they were written, %(waiting)s wait for a seal.")
    if not proved.broken:
        yield Finding("journal", good=True, sentence=sentence % figures)
    for each in proved.broken:
        place = {"first": each.first_id, "last": each.last_id, "workspace": each.workspace_id, "why": _(WHY[each.why])}
        yield Finding("journal", good=False, sentence=_(TAMPERED) % place)


def _files() -> Iterator[Finding]:
    """Whether the bytes of every file are there and as they were sent."""
    if health.pending_migrations():
        return
    kept = sorted(using.contents())
    wrong = [digest for workspace_id, digest in kept if not keeping.is_whole(workspace_id, digest)]
    if not wrong:
        sentence = _("The content of every file is there, byte for byte: %(count)s.") % {"count": f"{len(kept):,}"}
        yield Finding("files", good=True, sentence=sentence)
        return
    sentence = _("The content of %(count)s files is missing or damaged (%(first)s …). Restore it from a backup.")
    yield Finding("files", good=False, sentence=sentence % {"count": f"{len(wrong):,}", "first": wrong[0][:12]})


def _webhooks() -> Iterator[Finding]:
    """Those that wait since a backup was put back: nothing is wrong, but somebody should know."""
    if health.pending_migrations():
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute(holding.WAITING, [PUT_BACK])
        (count,) = cursor.fetchone()
    if count:
        sentence = ngettext(
            "%(count)d webhook sends nothing since a backup was put back. Let it send under Settings → Webhooks.",
            "%(count)d webhooks send nothing since a backup was put back. Let them send under Settings → Webhooks.",
            count,
        )
        yield Finding("webhooks", good=True, sentence=sentence % {"count": count})
