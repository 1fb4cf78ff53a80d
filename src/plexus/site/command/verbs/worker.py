"""`plexus worker`: runs jobs, in the foreground. `plexus up` starts one of its own."""

import argparse

from plexus.kernel.values.refusals import gettext_noop
from plexus.site.command.verb import Exit, Output, Unreachable, Verb


class WorkerEnded(Unreachable):
    """The worker ended without having been asked to; most often the database went away."""

    message = gettext_noop("The worker has lost its database.")


class Worker(Verb):
    """Runs until SIGTERM or Ctrl-C."""

    help = gettext_noop("run the jobs that wait (where “plexus up” does not)")

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Work, and tell when it ends by itself."""
        # Not at the top: the overview of subcommands needs no queue.
        from plexus.kernel.jobs import working  # noqa: PLC0415

        if not working.work():
            raise WorkerEnded
        return Exit.DONE


VERB = Worker()
