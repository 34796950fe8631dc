"""Asking as fast as sixteen clients can, with wrk."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

CONNECTIONS = 16
AS_BROWSERS = {"Accept-Encoding": "gzip, deflate, br, zstd"}
# Longer than the application waits for a locked database, so that its own answer is counted.
TIMEOUT_SECONDS = 10
# From here on wrk counts a status as an error.
FAILED = 400
# Time for the last forms of a mix to be answered.
LAST_SECONDS = 5
SCRIPT = Path(__file__).with_name("ask.lua")
MISSING = (
    "The bench needs wrk, which asks the server. Install it with `apt install wrk`, "
    "`brew install wrk` or from https://github.com/wg/wrk."
)


@dataclass(frozen=True)
class Asked:
    """What one round gave; times in milliseconds.

    Errors are answers of 400 and more, and answers that never came.
    """

    requests_per_s: float
    p50: float
    p99: float
    errors: int


@dataclass(frozen=True)
class Walk:
    """Many addresses instead of one: a file as `ask.lua` reads it."""

    file: Path
    mark: str = ""
    start: int = 0


@dataclass(frozen=True)
class Mix:
    """Many kinds of questions of many members, in two files as `ask.lua` reads them; asked for so
    many seconds, of which the first are `warm`."""

    lines: Path
    members: Path
    warm: int
    seconds: int


class Answers(NamedTuple):
    """How often what came back: whether it was counted or came while all was getting warm, of what
    kind it was, its status, and within how many milliseconds it came."""

    counted: bool
    kind: str
    status: int
    ms: float
    times: int


def is_there() -> bool:
    return shutil.which("wrk") is not None


def ask(url: str, headers: dict[str, str], seconds: int, walk: Walk | None = None) -> Asked:
    """One round. Raises RuntimeError with what wrk said when it could not ask."""
    more = [str(walk.file), walk.mark, str(walk.start)] if walk else []
    said = _wrk(url, headers, seconds, more)
    return Asked(
        said["requests"] / said["microseconds"] * 1e6,
        said["p50"] / 1000,
        said["p99"] / 1000,
        said["errors"],
    )


def mix(url: str, mixed: Mix) -> tuple[list[Answers], int]:
    """All that came back, and the number of errors as of a round. Raises RuntimeError as above."""
    numbers = (mixed.warm, mixed.seconds - LAST_SECONDS, CONNECTIONS)
    files = [str(mixed.lines), str(mixed.members)]
    said = _wrk(url, AS_BROWSERS, mixed.seconds, [*files, *map(str, numbers)], CONNECTIONS)
    answers = []
    for what, times in said["answers"].items():
        phase, kind, status, step = what.split()
        ms = exp((int(step) + 0.5) * said["step"]) / 1000
        answers.append(Answers(phase == "counted", kind, int(status), ms, times))
    return answers, said["errors"]


def _wrk(
    url: str, headers: dict[str, str], seconds: int, more: list[str], threads: int = 1
) -> dict[str, Any]:
    told = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = [
        *("wrk", f"-t{threads}", f"-c{CONNECTIONS}", f"-d{seconds}s"),
        *("--timeout", f"{TIMEOUT_SECONDS}s", *told, "-s", SCRIPT, url),
        *(["--", *more] if more else []),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"requests"')]
    if not lines:
        raise RuntimeError(f"wrk: {done.stdout}{done.stderr}")
    said: dict[str, Any] = json.loads(lines[-1])
    return said
