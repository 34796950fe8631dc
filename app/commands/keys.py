"""`keys`: how the terminal asks for, and tells of, the life of the keys."""

import argparse
from pathlib import Path

from app.commands import key_deeds, schema
from app.core import parcels
from app.people import key_life
from app.people.house import House, check_keys

RETIRING = (
    "Whoever wrote anonymously in these threads can then no longer change or delete her words, and "
    "gets a new pseudonym there. Nobody, you included, can find out any more who she is."
)
BURNING = (
    "Burning is for a key that others may have. The posts stay as they are, with their "
    "pseudonyms; whoever wrote them can no longer change or delete them, and gets a new pseudonym "
    "in the thread. With an old copy of the "
    "database and the key, one can still find out who wrote what stands in that copy."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True)

    def deed(name: str, told: str) -> argparse.ArgumentParser:
        return deeds.add_parser(name, help=told, description=told)

    deed("show", "list the epochs; never a key").set_defaults(run=_show)
    deed("rotate", "begin a new key, for threads to come").set_defaults(run=_rotate)
    retire = deed("retire", "destroy the keys whose time is over")
    retire.add_argument("epoch", nargs="?", default="", help="this one alone")
    retire.add_argument("--now", action="store_true", help="before its time, or when it is lost")
    retire.set_defaults(run=_retire)
    burn = deed("burn", "undo what was made with a key that others may have")
    burn.add_argument("epoch")
    burn.add_argument("--stopped", action="store_true", help="no server runs: do not wait for it")
    burn.set_defaults(run=_burn)
    pair = deed("backup-pair", "make the two keys that close and open backups")
    pair.add_argument("file", type=Path, help="where the key that opens goes")
    pair.set_defaults(run=_backup_pair)
    for one in (retire, burn):
        one.add_argument("--yes", action="store_true", help="do not ask")


def _show(house: House, _asked: argparse.Namespace) -> int:
    schema.upgrade(house.database)
    print(f"{'epoch':<12} {'state':<24} {'key kept until':<16} {'threads':>8}  check")
    for one in key_deeds.shown(house):
        print(
            f"{one.name:<12} {one.state:<24} {one.kept_until!s:<16} {one.threads:>8,}  {one.check}"
        )
    return 0


def _rotate(house: House, _asked: argparse.Namespace) -> int:
    schema.upgrade(house.database)
    check_keys(house.database, house.ring)
    ring = key_life.begin(house, by_hand=True)
    print(f"Threads that begin from now on take the key of {ring.current}.")
    return 0


def _retire(house: House, asked: argparse.Namespace) -> int:
    schema.upgrade(house.database)
    epoch = key_deeds.find(house, asked.epoch) if asked.epoch else None
    if epoch and not epoch.is_due:
        if not asked.now:
            raise key_deeds.Refused(
                f"The key of {epoch.name} is kept until {epoch.kept_until}. "
                "To destroy it before, add --now."
            )
        if not _is_sure(asked, RETIRING):
            return 1
    retired = key_deeds.retire(house, asked.epoch)
    print(f"Destroyed: {', '.join(retired)}." if retired else "No key is due to be destroyed.")
    return 0


def _burn(house: House, asked: argparse.Namespace) -> int:
    schema.upgrade(house.database)
    key_deeds.find(house, asked.epoch)
    if not _is_sure(asked, BURNING):
        return 1
    for line in key_deeds.burn(house, asked.epoch, wait=not asked.stopped):
        print(line, flush=True)
    return 0


def _backup_pair(_house: House, asked: argparse.Namespace) -> int:
    public = parcels.make_pair(asked.file)
    print(
        f"{public} closes backups and stays here.\n{asked.file} opens them: take it away from this "
        "machine, and keep a second copy of it. Without it, no backup can be read."
    )
    return 0


def _is_sure(asked: argparse.Namespace, what: str) -> bool:
    """Whether she types the epoch's name, having read what will happen."""
    if asked.yes:
        return True
    print(what)
    try:
        typed = input(f"Type {asked.epoch} to go on: ")
    except EOFError:
        typed = ""
    if typed.strip() == asked.epoch:
        return True
    print("\nNothing was changed.")
    return False
