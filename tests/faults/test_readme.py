"""The table of faults names tests that there are."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
TABLE = Path(__file__).with_name("README.md").read_text()


def test_every_test_in_the_table_is_there():
    named = set(re.findall(r"`(?:(tests/[\w/]+\.py)::)?(test_\w+)`", TABLE))
    sources = {file: file.read_text() for file in TESTS.rglob("test_*.py")}
    everything = "\n".join(sources.values())
    lacking = [
        name
        for file, name in named
        if f"def {name}(" not in (sources[TESTS.parent / file] if file else everything)
    ]
    assert len(named) > 30
    assert lacking == []
