"""The `plexus` command: finds the subcommand, reads its arguments, runs it, and tells how it went."""

import argparse
import importlib
import os
import pkgutil
import sys
import traceback
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

import plexus
from plexus.kernel.values.refusals import Refusal
from plexus.site import language
from plexus.site.command import verbs
from plexus.site.command.verb import Exit, Output, Unreachable, Verb

DATA = "plexus-data"
# The supervisor lives as long as Plexus does: it does without the apps, and stays small.
WITHOUT_APPS = {"up"}
# What shells expect of a command that Ctrl-C ended.
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `plexus` with these arguments; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    name = given[0] if given else "--help"
    if name == "--version":
        print(f"plexus {plexus.__version__}")
        return Exit.DONE
    _set_up(given, with_apps=name not in WITHOUT_APPS)
    if name not in names():
        _overview().parse_args(given or ["--help"])
    verb = _load(name)
    parser = _parser(name, verb)
    asked = parser.parse_args(given[1:])
    if fault := verb.wrong_use(asked):
        parser.error(fault)
    return _run(verb, asked, Output(as_json=asked.json))


def names() -> tuple[str, ...]:
    """The names of all subcommands."""
    found = (module.name.rstrip("_").replace("_", "-") for module in pkgutil.iter_modules(verbs.__path__))
    return tuple(sorted(found))


def _run(verb: Verb, asked: argparse.Namespace, output: Output) -> int:
    try:
        with _database(Path(asked.data)) if verb.needs_database else nullcontext():
            return verb.run(asked, output)
    except Refusal as refusal:
        sentences = [refusal.sentence(_), *(each.sentence(_) for each in refusal.fields)]
        output.complain(" ".join(dict.fromkeys(sentences)), code=refusal.code)
        return Exit.UNREACHABLE if isinstance(refusal, Unreachable) else Exit.REFUSED
    except KeyboardInterrupt:
        output.complain(_("Interrupted."), code="interrupted")
        return INTERRUPTED
    except Exception:  # noqa: BLE001 (the last door: nothing may end with an exit code that means something else)
        # 1 is taken: it means that rows were rejected.
        traceback.print_exc()
        output.complain(_("Plexus itself has failed. What went wrong stands above; please report it."), code="failed")
        return Exit.REFUSED


def _database(data: Path) -> AbstractContextManager[None]:
    # Not at the top: the supervisor needs no database driver.
    from plexus.site.command import reaching  # noqa: PLC0415

    return reaching.database(data)


def _set_up(given: list[str], *, with_apps: bool) -> None:
    os.environ["PLEXUS_DATA"] = str(Path(_data(given)).absolute())
    if with_apps:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plexus.site.settings")
        django.setup()
    else:
        settings.configure(LOCALE_PATHS=(Path(plexus.__file__).parent / "locale",))
        apps.populate(())
    translation.activate(language.of_machine())


def _data(given: list[str]) -> str:
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--data", nargs="?")
    known, _rest = early.parse_known_args(given)
    return known.data or os.environ.get("PLEXUS_DATA", DATA)


def _load(name: str) -> Verb:
    modules = {
        module.name.rstrip("_").replace("_", "-"): module.name for module in pkgutil.iter_modules(verbs.__path__)
    }
    verb: Verb = importlib.import_module(f"{verbs.__name__}.{modules[name]}").VERB
    return verb


def _parser(name: str, verb: Verb) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"plexus {name}", description=_(verb.help), allow_abbrev=False)
    parser.add_argument("--data", metavar="DIR", default=os.environ["PLEXUS_DATA"], help=_("the data folder"))
    parser.add_argument("--workspace", metavar="SLUG", help=_("which workspace, where there are several"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object and nothing else"))
    verb.add_arguments(parser)
    return parser


def _overview() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="plexus", description=_("Plexus, customer relationship management."))
    parser.add_argument("--version", action="version", version=f"plexus {plexus.__version__}")
    within = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    for name in names():
        within.add_parser(name, help=_(_load(name).help))
    return parser
