"""`plexus user VERB [EMAIL]`: the people who can sign in."""

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from plexus.kernel.values.refusals import gettext_noop
from plexus.site.command.verb import Exit, Output, Verb
from plexus.site.serving import addresses, locking

VERBS = ("add", "list", "link", "reset-second-step", "deactivate", "reactivate")


class User(Verb):
    """The first person of a new Plexus founds the workspace and administers it."""

    help = gettext_noop("add people who can sign in, list them, let them in again, let them go")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """What, who, and in which place."""
        parser.add_argument("verb", choices=VERBS, metavar="VERB", help=_("what to do: %(verbs)s") % _listed())
        parser.add_argument("email", metavar="EMAIL", nargs="?", help=_("the e-mail address to sign in with"))
        parser.add_argument("--name", default="", help=_("the person's name"))
        parser.add_argument("--role", help=_("administrator, manager, sales, reader, or one of your own"))
        parser.add_argument("--team", help=_("the name of a team"))
        parser.add_argument("--password-stdin", action="store_true", help=_("read the password from standard input"))
        parser.add_argument(
            "--url", help=_("where people reach Plexus, for the link (without: where it runs, or ran last)")
        )

    def wrong_use(self, asked: argparse.Namespace) -> str:
        """Everything but the list is about somebody."""
        needed = asked.email is None and asked.verb != "list"
        return _("Say whom: plexus user %(verb)s EMAIL") % {"verb": asked.verb} if needed else ""

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Do it, and tell what came of it."""
        match asked.verb:
            case "add":
                _add(asked, output)
            case "list":
                _list(asked, output)
            case "link":
                _link(asked, output)
            case _:
                _change(asked, output)
        return Exit.DONE


def _listed() -> dict[str, str]:
    return {"verbs": ", ".join(VERBS)}


def _origin(asked: argparse.Namespace) -> str:
    return str(asked.url).rstrip("/") if asked.url else addresses.known(Path(asked.data))


def _add(asked: argparse.Namespace, output: Output) -> None:
    # Not at the top: the overview of subcommands does without.
    from plexus.site.command import hiring  # noqa: PLC0415

    password = sys.stdin.readline().rstrip("\r\n") if asked.password_stdin else None
    hired = hiring.hire(
        workspace=asked.workspace,
        email=asked.email,
        name=asked.name,
        role=asked.role,
        team=asked.team,
        password=password,
        origin=_origin(asked),
    )
    output.say(_("%(email)s can sign in to %(workspace)s as %(role)s.") % hired.words())
    if hired.sign_in:
        _tell_link(hired.sign_in, _("Choose a password here (works once): %(link)s"), asked, output)
    output.result(hired.words() | {"sign_in": hired.sign_in})


def _list(asked: argparse.Namespace, output: Output) -> None:
    from plexus.site.command import staffing  # noqa: PLC0415

    found = list(staffing.everybody(asked.workspace))
    for each in found:
        second = _("second step on") if each["second_step"] else _("second step off")
        state = second if each["active"] else _("does not work here")
        words = (each["email"] or "—", each["name"], each["role"], each["team"] or "—", state)
        output.say("\t".join(map(str, words)))
    output.result({"people": found})


def _link(asked: argparse.Namespace, output: Output) -> None:
    from plexus.site.command import staffing  # noqa: PLC0415

    link = staffing.give_link(asked.workspace, asked.email, _origin(asked))
    _tell_link(link, _("This link signs in once, within 24 hours: %(link)s"), asked, output)
    output.result({"email": asked.email, "sign_in": link})


def _change(asked: argparse.Namespace, output: Output) -> None:
    from plexus.site.command import staffing  # noqa: PLC0415

    changes = {
        "reset-second-step": staffing.reset_second_step,
        "deactivate": staffing.deactivate,
        "reactivate": staffing.reactivate,
    }
    output.say(changes[asked.verb](asked.workspace, asked.email))
    output.result({"email": asked.email, "done": asked.verb})


def _tell_link(link: str, sentence: str, asked: argparse.Namespace, output: Output) -> None:
    output.say(sentence % {"link": link})
    if not asked.url and not locking.is_held(Path(asked.data)):
        output.say(_("Plexus is not running here. Start it with “plexus up” before you open the link."))


VERB = User()
