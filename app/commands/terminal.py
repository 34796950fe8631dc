"""What is asked for on the terminal, and which command does it."""

import argparse
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app import wiring
from app.commands import (
    audit,
    backup,
    demo,
    importing,
    inviting,
    keys,
    mail,
    schema,
    serving,
    staff,
)
from app.commands.copies import BadCopy
from app.commands.key_deeds import Refused
from app.commands.moving import exporting as going
from app.commands.moving import importing as moving
from app.core import settings
from app.core.keys import BadKeyring
from app.core.parcels import BadParcel
from app.core.settings import BadSettings, Settings
from app.people.house import House
from app.people.safety.help_lines import BadHelpLines

Command = Callable[[House, argparse.Namespace], int]


def run(arguments: list[str] | None = None) -> int:
    """Do what one command asks. The result is 0 when that was done."""
    asked = _parser().parse_args(_in_full(sys.argv[1:] if arguments is None else arguments))
    try:
        chosen = settings.read()
        if asked.command == "settings":
            return _show_settings(chosen)
        command: Command = asked.run
        house = wiring.open_house(chosen)
        with closing(house.database):
            return command(house, asked)
    except (BadSettings, BadKeyring, BadHelpLines, BadCopy, BadParcel, Refused) as problem:
        print(problem, file=sys.stderr)
    except SQLAlchemyError as problem:
        print(f"The database does not answer ({type(problem).__name__}).", file=sys.stderr)
    except OSError as problem:
        print(f"{problem.filename or 'The system'}: {problem.strerror}.", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.", file=sys.stderr)
    return 1


def _in_full(said: list[str]) -> list[str]:
    """`backup verify FILE` is `verify FILE`; into a folder of that name goes `backup ./verify`."""
    return said[1:] if said[:2] == ["backup", "verify"] else said


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="common-thread", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: Command | None, told: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=told, description=told)
        sub.set_defaults(run=run)
        return sub

    command("serve", _serve, "answer browsers")
    command("work", _work, "send mail and tidy up, beside a serve with WORKER=0")
    command("settings", None, "show every setting and where its value comes from")
    command("migrate", _migrate, "bring the tables up to date")
    command("demo", _demo, "load the demo community into an empty database")
    reading = command("import", _import, "take in threads, one JSON object a line")
    reading.add_argument("file", type=Path)
    _moving(command)
    posting = command("import-opportunities", _post, "take in opportunities from a table (CSV)")
    posting.add_argument("file", type=Path)
    posting.add_argument("--as", dest="handle", required=True, help="who posts them, by name")
    posting.add_argument("--skip-bad", action="store_true", help="take in the lines that fit")
    granting = command("staff", None, "who has power over others, and who has lost her device")
    staff.arguments(granting)
    inviting.arguments(command("invite", None, "make a link by which somebody can join"))
    backup.arguments(
        command("backup", None, "write the community of today into a file, beside a server"),
        command("verify", None, "see whether a backup is whole"),
        command("restore", None, "fill an empty database from a backup"),
    )
    audit.arguments(command("audit", None, "see whether the log of what staff did is whole"))
    mail.arguments(
        command("mail", None, "how many letters wait, and how many were given up"),
        command("bounces", None, "take a mail server’s report of an undelivered letter (input)"),
    )
    keys.arguments(command("keys", None, "the life of the keys on which anonymity rests"))
    return parser


def _moving(command: Callable[[str, Command | None, str], argparse.ArgumentParser]) -> None:
    moving.arguments(
        command("import-csv", None, "take in a community from a folder of tables (CSV)"),
        command("import-discourse", None, "take in a community from a backup of Discourse"),
    )
    going.arguments(command("export", None, "write the community out in an open format"))


def _serve(house: House, _asked: argparse.Namespace) -> int:
    serving.serve(house)
    return 0


def _work(house: House, _asked: argparse.Namespace) -> int:
    serving.work(house)
    return 0


def _migrate(house: House, _asked: argparse.Namespace) -> int:
    serving.prepare(house)
    return 0


def _demo(house: House, _asked: argparse.Namespace) -> int:
    schema.upgrade(house.database)
    if not demo.load_if_empty(house):
        print("There are members here already; the demo is for an empty database.")
        return 1
    print(demo.sign_in(house))
    return 0


def _import(house: House, asked: argparse.Namespace) -> int:
    if not asked.file.is_file():
        print(f"There is no file {asked.file}.", file=sys.stderr)
        return 1
    serving.prepare(house)
    counts = importing.run(house, asked.file)
    print(
        f"{counts.threads:,} threads and {counts.replies:,} replies taken in, "
        f"{counts.present:,} threads were here already, {counts.bad:,} lines left out."
    )
    return 1 if counts.bad else 0


def _post(house: House, asked: argparse.Namespace) -> int:
    # Not for the other commands: it reads lines as a form of the pages, and loads those.
    from app.commands import importing_opportunities  # noqa: PLC0415

    return importing_opportunities.command(house, asked.file, asked.handle, asked.skip_bad)


def _show_settings(chosen: Settings) -> int:
    for name, field in Settings.model_fields.items():
        value = getattr(chosen, name)
        mark = "set" if name in chosen.model_fields_set else "default"
        print(f"{name.upper():<17} {value!s:<40} {mark:<8} {field.description}")
    return 0
