"""The settings that can be chosen while the site runs: which those are, and within what bounds."""

import json
import logging
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    validate_email,
)

from app.core import text
from app.core.languages import Sentence
from app.core.setting_kinds import Domains, Elsewhere, Inviting, Joining, WhenAsked, one_line
from app.core.setting_kinds import Zone as TimeZone
from app.core.settings import Settings

log = logging.getLogger("app.site")


def _says(words: Sentence) -> WrapValidator:
    """What the environment is told in half a line, to a person in a sentence."""

    def in_a_sentence(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
        try:
            return check(value)
        except ValidationError as problem:
            if problem.errors()[0]["type"] != "value_error":
                raise
            raise ValueError(words) from None

    return WrapValidator(in_a_sentence)


def _address(words: str) -> str:
    if words:
        validate_email(words)
    return words


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
    AfterValidator(one_line),
    _says(Sentence("This must be one line: it stands in the head of every mail.")),
]
NAMED_DOMAINS = _says(
    Sentence("This must be domains such as example.org, with commas between them.")
)
A_ZONE = _says(Sentence("This is not a time zone such as Europe/Dublin."))
AN_ADDRESS = _says(Sentence("This must be an address such as https://www.example.org/weather."))
Trimmed = StringConstraints(strip_whitespace=True, max_length=2000)


class Choices(BaseModel):
    """One field, one setting of the same name (`core.settings`), with the same default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    site_name: Name = "Common Thread"
    welcome: Annotated[text.Paragraphs, StringConstraints(max_length=600)] = ""
    contact: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_address)
    ] = ""
    joining: Joining = "open"
    joining_domains: Annotated[Domains, NAMED_DOMAINS, Trimmed] = ""
    joining_challenge: WhenAsked = "flood"
    joining_days: Annotated[int, Field(ge=1, le=365)] = 30
    inviting: Inviting = "staff"
    search_engines: bool = False
    time_zone: Annotated[TimeZone, A_ZONE] = "UTC"
    jobs_say_pay: bool = True
    exit_url: Annotated[Elsewhere, AN_ADDRESS, Trimmed] = "https://www.bbc.co.uk/weather"


NAMES = tuple(Choices.model_fields)


def fixed(environment: Settings) -> frozenset[str]:
    """Which of them the environment says itself, so that nobody chooses them here."""
    return frozenset(NAMES) & environment.model_fields_set


def over(environment: Settings, chosen: Mapping[str, Any]) -> Settings:
    """The settings with what was chosen; the same, where nothing was that counts."""
    counts = {name: chosen[name] for name in chosen.keys() - fixed(environment)}
    return environment.model_copy(update=counts) if counts else environment


def written(value: object) -> str:
    """As it is kept."""
    return json.dumps(value)


def read(kept: Mapping[str, str]) -> dict[str, Any]:
    """What was kept, as far as it still fits: a setting of a later version, or one that is out of
    bounds by now, is as if nobody had chosen it."""
    found = {}
    for name, value in kept.items():
        try:
            found[name] = getattr(Choices.model_validate({name: json.loads(value)}), name)
        except (ValidationError, ValueError):
            log.warning("the setting %s cannot be read, and is as the environment has it", name)
    return found
