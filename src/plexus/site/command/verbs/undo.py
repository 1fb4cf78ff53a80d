"""`plexus undo CAUSE`: take back everything that an import, or any other act, did."""

import argparse
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from plexus.kernel.values.refusals import gettext_noop
from plexus.site.command.verb import Exit, Output, Verb


class Undo(Verb):
    """What others changed since is left as it is and counted."""

    help = gettext_noop("take back what an import or another act did")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which act."""
        parser.add_argument("cause", metavar="CAUSE", type=UUID, help=_("the id that the act was told under"))
        parser.add_argument("--dry-run", action="store_true", help=_("say what would happen, change nothing"))
        parser.add_argument("--force", action="store_true", help=_("also take back what was changed since"))

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Undo it; 1 when something was left because somebody changed it since."""
        # Not at the top: the overview of subcommands does without.
        from plexus.kernel.records import undoing  # noqa: PLC0415
        from plexus.kernel.records.acting import acting  # noqa: PLC0415
        from plexus.site.command import workspaces  # noqa: PLC0415

        actor = workspaces.operator(workspaces.chosen(asked.workspace))
        with acting(actor):
            workspaces.must_know(actor, asked.cause)
            undone = undoing.undo_cause(
                actor=actor, cause_id=asked.cause, now=timezone.now(), preview=asked.dry_run, force=asked.force
            )
        left = undone.conflict_count + undone.blocked_count + undone.refused_count
        for plural, number in undone.records.items():
            output.say(_("%(object)s: %(number)d put back") % {"object": plural, "number": number})
        if left:
            output.say(_("Left as it is, because it was changed since: %(number)d") % {"number": left})
        output.result(
            {"cause": undone.cause_id, "records": undone.records, "conflicts": undone.conflict_count,
             "blocked": undone.blocked_count, "refused": undone.refused_count, "dry_run": asked.dry_run}
        )  # fmt: skip
        return Exit.REJECTED_ROWS if left else Exit.DONE


VERB = Undo()
