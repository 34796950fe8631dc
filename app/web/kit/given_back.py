"""Her words back, where a form could not be taken outside of its own page: each field that she
filled in, under what it is called, in the order of the form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from app.core.languages import Sentence, words
from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS
from app.web.kit.field_names import called
from app.web.kit.forms import Form
from app.web.kit.visit import Visit

# What stands on no page but the one on which it is asked for.
SECRET = frozenset({"password", "new_password", "login", "email", "q", "accept_guidelines"})
# Chosen from a list that is made while she looks, so that its form says only that it is text.
CHOSEN = frozenset(
    (
        *("backgrounds", "capacity", "circle", "counted", "currency", "language", "languages"),
        *("matching", "part", "places", "time_zone", "times", "topic", "topics", "zone"),
    )
)
AN_ANSWER = "q_"  # to a question that a programme asks of its own
WORDS: Mapping[str, str] = {**TOPICS, **TIMES, **BACKGROUNDS, **LANGUAGES, "on": Sentence("Yes")}


@dataclass(frozen=True)
class Given:
    """One field: its `words` as she typed them, or what she has `chosen`, each as it is said."""

    label: str
    words: str = ""
    chosen: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words.strip() or self.chosen)


def given(visit: Visit) -> list[Given]:
    """All that she filled in; nothing where she only chose or pressed something, which costs her
    nothing to do again."""
    route = visit.request.scope.get("route")
    name, model = getattr(route, "name", ""), getattr(route, "model", None)
    fields = [_given(name, model, field, visit) for field in visit.typed]
    found = [one for one in fields if one]
    return found if any(not one.chosen for one in found) else []


def _given(route: str, model: type[Form] | None, field: str, visit: Visit) -> Given | None:
    label = Sentence("Your answer") if field.startswith(AN_ANSWER) else called(route, field)
    if field in SECRET or not label:
        return None
    values = [str(value) for value in visit.typed.getlist(field)]
    if is_chosen(model, field):
        return Given(label, chosen=tuple(_said(values)))
    return Given(label, "\n".join(values))


def is_chosen(model: type[Form] | None, field: str) -> bool:
    """Whether the form offers what may stand in it, or it is a number or a day."""
    known = model.model_fields.get(field) if model else None
    return field in CHOSEN or (known is not None and not _is_text(known.annotation))


def _is_text(kind: Any) -> bool:
    if get_origin(kind) in {Union, UnionType}:
        return any(_is_text(each) for each in get_args(kind) if each is not NoneType)
    if get_origin(kind) in {Literal, tuple}:
        return False
    return isinstance(kind, type) and issubclass(kind, str) and not issubclass(kind, Enum)


def _said(values: Iterable[str]) -> list[str]:
    return [WORDS.get(value) or _plainly(value) for value in values if value]


def _plainly(value: str) -> str:
    """A key of ours as words: `just-listening` is “Just listening”. Days, numbers and time zones
    stay as they are."""
    if "/" in value or not value[0].isalpha():
        return value
    key = value.partition(".")[0]
    return WORDS.get(key) or words(key[0].upper() + key[1:].replace("-", " "))
