"""`audit verify`: whether the log is whole, said so that whoever runs the server can note it."""

import argparse

from app.commands import schema
from app.oversight.audit import checking
from app.people.house import House, check_keys


def arguments(audit: argparse.ArgumentParser) -> None:
    audit.add_argument("what", choices=["verify"])
    audit.add_argument(
        "--noted", type=_noted, metavar="N:SEAL", help="what an earlier walk said, noted elsewhere"
    )
    audit.set_defaults(run=_verify)


def _verify(house: House, asked: argparse.Namespace) -> int:
    schema.upgrade(house.database)
    check_keys(house.database, house.ring)
    found = checking.check(house.database, house.ring, asked.noted)
    if found.broken:
        print(f"The log is broken at entry {found.broken:,}: {found.why}.")
        return 1
    print(f"{found.entries:,} {'entry' if found.entries == 1 else 'entries'}, whole.")
    if found.before:
        print(f"The first {found.before:,} were written with a key that is lost.")
    if found.entries:
        print(f"Note this elsewhere, and give it to --noted later: {found.entries}:{found.seal}")
    return 0


def _noted(said: str) -> tuple[int, str]:
    n, _, seal = said.partition(":")
    return int(n), seal.lower()
