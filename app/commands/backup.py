"""`backup`, `verify` and `restore`: how the terminal asks for copies, and tells of them."""

import argparse
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.commands import backup_deeds
from app.core import parcels
from app.people.house import House


def arguments(
    backup: argparse.ArgumentParser,
    verify: argparse.ArgumentParser,
    restore: argparse.ArgumentParser,
) -> None:
    backup.add_argument("folder", type=Path, help="where the file of today goes")
    backup.add_argument("--to-key", type=Path, metavar="FILE.pub", help="close it for this key")
    backup.set_defaults(run=_backup)
    verify.set_defaults(run=_verify)
    restore.set_defaults(run=_restore)
    for one in (verify, restore):
        one.add_argument("file", type=Path)
        one.add_argument("--with-key", type=Path, metavar="FILE", help="the key that opens it")
    restore.add_argument(
        "--new-keys", action="store_true", help="the keyring is lost: pseudonyms become nobody’s"
    )


def _backup(house: House, asked: argparse.Namespace) -> int:
    key = parcels.public_key(asked.to_key) if asked.to_key else None
    path = backup_deeds.write(house, asked.folder, key)
    print(f"{path} holds the community of today{' and is closed' if key else ''}.")
    for old in backup_deeds.remove_old(house, asked.folder):
        print(f"{old} is removed: it was older than {house.settings.backup_days} days.")
    return 0


def _verify(_house: House, asked: argparse.Namespace) -> int:
    counts = backup_deeds.verify(asked.file, _key(asked))
    _tell(counts)
    print("It is whole.")
    return 0


def _restore(house: House, asked: argparse.Namespace) -> int:
    counts = backup_deeds.restore(house, asked.file, _key(asked), new_keys=asked.new_keys)
    _tell(counts)
    print("All of it is in the database. Everybody has to sign in again.")
    return 0


def _key(asked: argparse.Namespace) -> X25519PrivateKey | None:
    return parcels.private_key(asked.with_key) if asked.with_key else None


def _tell(counts: dict[str, int]) -> None:
    for table, number in counts.items():
        print(f"{table:<16} {number:>10,}")
