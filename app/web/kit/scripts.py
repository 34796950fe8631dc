"""What our scripts say: found in them, and given to them by a page in another language.

A script says `said("…{name}…", { name })`, or `counted("{n} …", "{n} …", n)`. In English it needs
nothing for that.
"""

import json
import re
from collections.abc import Iterator
from functools import cache

from markupsafe import Markup

from app.core.languages import Catalogue, Key
from app.core.settings import STATIC

# Not those of others, which come as they are.
OURS = tuple(sorted(p for p in STATIC.glob("js/*.js") if ".min." not in p.name))
_STRING = r'("(?:[^"\\\n]|\\.)*")'
_SAID = re.compile(rf"\bsaid\(\s*{_STRING}")
_COUNTED = re.compile(rf"\bcounted\(\s*{_STRING},\s*{_STRING}")
# Enough that each way in which a language counts is met.
_NUMBERS = (*range(200), 1000, 1_000_000)


def messages(source: str) -> Iterator[Key]:
    """Each message that this script says."""
    for found in _SAID.finditer(source):
        yield json.loads(found[1])
    for found in _COUNTED.finditer(source):
        yield json.loads(found[1]), json.loads(found[2])


def words(catalogue: Catalogue) -> Markup:
    """The element with which a page brings them, as JSON: for each message what is said instead.
    For those with a number it stands under both, a line each, and has the forms by what CLDR calls
    the number."""
    other: dict[str, str | dict[str, str]] = {}
    for key in _all():
        if isinstance(key, str):
            if (said := catalogue.say(key)) != key:
                other[key] = said
        elif key in catalogue.messages:
            other["\n".join(key)] = catalogue.forms(*key, _NUMBERS)
    plain = json.dumps(other, ensure_ascii=False, separators=(",", ":"))
    brought = plain.replace("<", r"\u003c")  # so that nothing ends the element
    return Markup(f'<script type="application/json" id="script-words">{brought}</script>')  # noqa: S704


@cache
def _all() -> tuple[Key, ...]:
    return tuple(dict.fromkeys(key for path in OURS for key in messages(path.read_text())))
