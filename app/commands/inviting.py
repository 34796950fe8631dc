"""`invite`: a link by which the first can join a site that takes nobody without an invitation."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from app.commands import serving
from app.people.house import House
from app.people.joining import invitations


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--uses", type=_number(invitations.USES), default=1)
    parser.add_argument("--days", type=_number(invitations.DAYS), default=14)
    parser.set_defaults(run=_invite)


def _invite(house: House, asked: Namespace) -> int:
    serving.prepare(house)
    with house.database.changing() as session:
        code = invitations.make_for_nobody(session, house.ring, asked.uses, asked.days)
    print(f"{house.settings.address}/join/with/{code}")
    if house.settings.joining in {"open", "closed"}:
        now = house.settings.joining
        print(f"It counts while JOINING is request or invitation; it is {now} now.")
    return 0


def _number(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not 1 <= number <= most:
            raise ValueError
        return number

    read.__name__ = f"number from 1 to {most}"
    return read
