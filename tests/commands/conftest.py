"""A terminal for tests: the command line with an environment of its own."""

import multiprocessing
import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.commands import child

PATIENCE_SECONDS = 60
# The house is imported once for all commands, which takes longer than most of them.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([child.__name__])


def terminal_in(place):
    """Run `common-thread …` as a process; its files are in `place`, its input is what is typed."""

    def run(*arguments, typed="", **environment):
        given = {
            "PATH": os.environ["PATH"],
            "HOME": str(place),
            "DATA_DIR": str(place / "var"),
            "KEYRING": str(place / "secrets" / "keyring.json"),
        }
        asked = [str(argument) for argument in arguments]
        with tempfile.TemporaryDirectory() as name:
            streams = Path(name)
            (streams / "typed").write_text(typed)
            code = run_child(asked, given | environment, streams)
            said = [(streams / which).read_text() for which in ("stdout", "stderr")]
        return subprocess.CompletedProcess(asked, code, *said)

    return run


def run_child(*given):
    process = PROCESSES.Process(target=child.run, args=given)
    process.start()
    process.join(PATIENCE_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
        raise subprocess.TimeoutExpired(given[0], PATIENCE_SECONDS)
    return process.exitcode


@pytest.fixture
def terminal(tmp_path):
    return terminal_in(tmp_path)
