"""A terminal for tests: the command line with an environment of its own."""

import os
import subprocess
import sys

import pytest

from app.core.settings import ROOT


def terminal_in(place):
    """Run `common-thread …` as a process; its files are in `place`, its input is what is typed."""

    def run(*arguments, typed="", **environment):
        given = {
            "PATH": os.environ["PATH"],
            "HOME": str(place),
            "DATA_DIR": str(place / "var"),
            "KEYRING": str(place / "secrets" / "keyring.json"),
        }
        return subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)],
            cwd=ROOT,
            env=given | environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def terminal(tmp_path):
    return terminal_in(tmp_path)
