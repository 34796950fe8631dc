"""A terminal for tests: the command line with an environment of its own."""

import os
import subprocess
import sys

import pytest

from app.core.settings import ROOT


@pytest.fixture
def terminal(tmp_path):
    """Run `common-thread …` as a process; its files are in tmp_path."""

    def run(*arguments, **environment):
        given = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "DATA_DIR": str(tmp_path / "var"),
            "KEYRING": str(tmp_path / "secrets" / "keyring.json"),
        }
        return subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)],
            cwd=ROOT,
            env=given | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
