"""What `tests/commands` runs in a process of its own, which begins where the house is imported."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from app import cli
from app.core.settings import ROOT


def run(arguments: Sequence[str], environment: Mapping[str, str], streams: Path) -> None:
    """`common-thread` with these arguments; what it reads and says is in files of this folder."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    os.dup2(os.open(streams / "typed", os.O_RDONLY), 0)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(streams / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    sys.argv = ["common-thread", *arguments]
    sys.exit(cli.main(list(arguments)))
