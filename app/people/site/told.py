"""Help lines as administrators have changed them, in lines that are easily read and written.

    name: Ireland
    emergency: 112, 999
    source: https://www.gov.ie/

    kind: crisis
    name: Samaritans
    …

The first block is the country's, each of the others a line; blank lines stand between them.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.languages import Sentence
from app.people.safety import help_lines
from app.people.safety.help_lines import BadHelpLines, Country, HelpLine
from app.people.site.models import HelpLinesOf

log = logging.getLogger("app.site")

OF_COUNTRY = ("name", "emergency", "emergency_note", "source")
OF_LINE = tuple(f.name for f in fields(HelpLine) if f.name != "checked")


def all_of_them(session: Session) -> Mapping[str, Country]:
    """Ours, with what was put in the place of some, by name. What cannot be read leaves ours."""
    found = dict(help_lines.ours())
    for row in session.scalars(select(HelpLinesOf)):
        try:
            found[row.code] = opened(row.told)
        except (BadHelpLines, ValueError, TypeError, AttributeError):
            log.warning("the help lines of %s cannot be read: those of the file stand", row.code)
    return dict(sorted(found.items(), key=lambda pair: pair[1].name))


def opened(kept: str) -> Country:
    """What was kept. Raises BadHelpLines; ValueError, TypeError or AttributeError for no JSON of
    ours."""
    said = json.loads(kept)
    said["checked"] = date.fromisoformat(said["checked"])
    said["line"] = [
        line | {"checked": date.fromisoformat(line["checked"])} for line in said.get("line", ())
    ]
    return help_lines.country_of(said)


def read(code: str, words: str) -> tuple[Country, str]:
    """What somebody typed, looked at today; and as it is kept. Raises BadHelpLines."""
    first, *rest = _blocks(words) or [{}]
    today = clock.today().isoformat()
    numbers = [number.strip() for number in first.pop("emergency", "").split(",")]
    said: dict[str, Any] = {"code": code, "checked": today, "emergency": numbers, **first}
    said["line"] = [{"checked": today, **line} for line in rest]
    kept = json.dumps(said)
    return opened(kept), kept


def typed(country: Country, say: Callable[[Sentence], str] = str) -> str:
    """The same as it is typed, in which `say` says what is ours in the language of who types: from
    then on it is hers."""
    emergency = ", ".join(country.emergency)
    said = {name: getattr(country, name) for name in OF_COUNTRY} | {"emergency": emergency}
    blocks = [said, *({name: getattr(line, name) for name in OF_LINE} for line in country.lines)]
    return "\n\n".join(
        "\n".join(
            f"{name}: {say(value) if isinstance(value, Sentence) else value}"
            for name, value in block.items()
            if value
        )
        for block in blocks
    )


def _blocks(words: str) -> list[dict[str, str]]:
    """Raises BadHelpLines for a line that has no colon, or one that is there twice."""
    blocks: list[dict[str, str]] = [{}]
    for line in words.splitlines():
        if not line.strip():
            blocks.append({})
            continue
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or name in blocks[-1] or name in {"checked", "code", "line"}:
            raise BadHelpLines(
                Sentence("Look at “{line}”: write it as in “phone: 116 123”.", line=line.strip())
            )
        if value:
            blocks[-1][name] = value
    return [block for block in blocks if block]
