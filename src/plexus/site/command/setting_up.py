"""`plexus setup`: telling a workspace's set-up, bringing one in, and saying what became of each entry."""

from __future__ import annotations

import argparse
import sys

from django.utils import timezone
from django.utils.translation import gettext as _

from plexus.kernel.records.acting import acting
from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.shell.setup.actions import importing
from plexus.shell.setup.outcome import Line, Outcome, Verdict, error_told
from plexus.shell.setup.queries import exporting
from plexus.shell.setup.queries.exporting import Exported
from plexus.shell.setup.reading import read
from plexus.shell.setup.refusals import SetupRefused, SetupUnreadable
from plexus.site.command.verb import Exit, Output
from plexus.site.command.workspaces import actor_of


def export(asked: argparse.Namespace) -> Exported:
    """The set-up of the workspace."""
    actor = actor_of(asked)
    with acting(actor):
        return exporting.export_setup(actor=actor)


def warn_of_left_out(found: Exported, output: Output) -> Exit:
    """Tell what cannot leave the workspace; 1 when there is any."""
    for each in found.left_out:
        _warn(output, _("left out: %(reason)s") % {"reason": _sentence(each)})
    return Exit.REJECTED_ROWS if found.left_out else Exit.DONE


def bring_in(content: bytes, asked: argparse.Namespace, output: Output) -> Exit:
    """Bring a set-up in; 1 when entries were skipped, 3 when one was refused and so nothing was done."""
    actor = actor_of(asked)
    try:
        document = read(content)
        with acting(actor):
            outcome = importing.import_setup(
                actor=actor, document=document, now=timezone.now(), dry_run=asked.dry_run,
                skip_refused=asked.skip_refused,
            )  # fmt: skip
    except (SetupRefused, SetupUnreadable) as refusal:
        return _refused(refusal, output)
    _tell(outcome, output)
    return Exit.REJECTED_ROWS if outcome.refused else Exit.DONE


def _refused(refusal: Refusal, output: Output) -> Exit:
    for each in refusal.fields:
        _warn(output, _sentence(each))
    if output.as_json:
        told = {"code": refusal.code, "message": refusal.sentence(_)}
        output.result({"error": told | {"errors": [error_told(each, _) for each in refusal.fields]}})
    else:
        output.complain(refusal.sentence(_), code=refusal.code)
    return Exit.REFUSED


def _tell(outcome: Outcome, output: Output) -> None:
    words = {
        Verdict.CREATED: _("created"), Verdict.CHANGED: _("changed"), Verdict.UNCHANGED: _("unchanged"),
        Verdict.REFUSED: _("refused"),
    }  # fmt: skip
    for line in outcome.lines:
        if line.verdict is not Verdict.UNCHANGED:
            output.say(f"{words[line.verdict]}: {line.place}")
            for detail in _details(line):
                output.say(f"    {detail}")
    output.say(", ".join(f"{number} {words[verdict]}" for verdict, number in outcome.counts.items()))
    if outcome.dry_run:
        output.say(_("This was a trial. Nothing was changed."))
    elif outcome.cause_id:
        output.say(_("Take it back with: plexus undo %(cause)s") % {"cause": outcome.cause_id})
    output.result(outcome.told(_))


def _details(line: Line) -> list[str]:
    changes = [f"{each.name}: {_short(each.before)} → {_short(each.after)}" for each in line.differences]
    return changes + [_sentence(each) for each in line.reasons]


def _short(value: object) -> str:
    text = "–" if value in (None, "", [], {}) else str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _sentence(error: FieldError) -> str:
    return f"{error.field}: {error.sentence(_)}" if error.field else error.sentence(_)


def _warn(output: Output, sentence: str) -> None:
    if not output.as_json:
        print(f"plexus: {sentence}", file=sys.stderr, flush=True)
