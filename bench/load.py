"""Asking as fast as sixteen clients can, with wrk."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
# Longer than the application waits for a locked database, so that its own answer is counted.
TIMEOUT_SECONDS = 10
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


def is_there() -> bool:
    return shutil.which("wrk") is not None


def ask(url: str, headers: dict[str, str], seconds: int, walk: Walk | None = None) -> Asked:
    """One round. Raises RuntimeError with what wrk said when it could not ask."""
    told = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    limit = ["--timeout", f"{TIMEOUT_SECONDS}s"]
    more = ["--", str(walk.file), walk.mark, str(walk.start)] if walk else []
    done = subprocess.run(
        [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{seconds}s",
            *limit,
            *told,
            "-s",
            SCRIPT,
            url,
            *more,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"requests"')]
    if not lines:
        raise RuntimeError(f"wrk: {done.stdout}{done.stderr}")
    said = json.loads(lines[-1])
    return Asked(
        said["requests"] / said["microseconds"] * 1e6,
        said["p50"] / 1000,
        said["p99"] / 1000,
        said["errors"],
    )
