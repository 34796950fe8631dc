"""The application in a process of its own, on a clock that stands where a test sets it: in the
test's process the clocks of all that runs there would move as well.

What stands on a line of its input is done, and answered by a line: see `_Place`.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import time_machine
from sqlalchemy.orm import Session

from tests import site as sites
from tests.make import Make
from tests.site import Site

ROOT = Path(__file__).parent.parent


class _Place:
    """What can be asked for, by its name."""

    def __init__(self, site: Site, clock: Any) -> None:
        self.site, self.clock = site, clock

    def url(self) -> str:
        return self.site.url

    def move_to(self, moment: str) -> str:
        self.clock.move_to(datetime.fromisoformat(moment))
        return moment

    def member(self, name: str, zone: str) -> str:
        with Session(self.site.house.database.engine) as session:
            made = Make(session, self.site.house).member(name)
            made.time_zone = zone
            session.commit()
            return str(made.handle)

    def cookie(self, handle: str) -> str:
        return self.site.cookie(handle)


class Elsewhen:
    """A server at another time, asked by its own process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.url = self._ask("url")

    def move_to(self, moment: datetime) -> None:
        self._ask("move_to", moment.isoformat())

    def member(self, name: str, zone: str) -> str:
        """The handle of a new one."""
        return self._ask("member", name, zone)

    def cookie(self, handle: str) -> str:
        """A session of hers that begins now."""
        return self._ask("cookie", handle)

    def _ask(self, *what: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the server has ended"
        return str(json.loads(answer))


@contextmanager
def running(place: Path, moment: datetime) -> Iterator[Elsewhen]:
    """A server whose data is in `place`, stopped at the end."""
    command = [sys.executable, "-m", "tests.elsewhen", str(place), moment.isoformat()]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        yield Elsewhen(process)
        # Its input ends, and so does it.
        assert process.stdin is not None
        process.stdin.close()


def _serve(place: Path, moment: datetime) -> None:
    with (
        time_machine.travel(moment, tick=False) as clock,
        sites.running(place, demo=False) as site,
    ):
        here = _Place(site, clock)
        for line in sys.stdin:
            name, *values = json.loads(line)
            print(json.dumps(getattr(here, name)(*values)), flush=True)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
