"""What a setting may say: each kind refuses the rest in words that follow the setting's name."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, SecretStr

from app.core import languages

_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")

_PLACE = re.compile(r"([\w.-]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*):[0-9]{1,5}", re.ASCII)


def _language(code: str) -> str:
    if code not in (known := [each.code for each in languages.spoken()]):
        raise ValueError(f"is none that is spoken here: {', '.join(known)}")
    return code


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not a time zone such as Europe/Dublin")
    return name


def _database(url: SecretStr) -> SecretStr:
    scheme = url.get_secret_value().partition("://")[0]
    if scheme not in {"", "sqlite", "postgres", "postgresql", "postgresql+psycopg"}:
        raise ValueError("must begin with postgresql:// or sqlite:///")
    return url


def _redis(url: SecretStr) -> SecretStr:
    scheme = url.get_secret_value().partition("://")[0]
    if scheme not in {"", "redis", "rediss", "unix"}:
        raise ValueError("must begin with redis://, rediss:// or unix://")
    return url


def _domains(words: str) -> str:
    for domain in words.replace(",", " ").split():
        if not _DOMAIN.fullmatch(domain):
            raise ValueError("must be domains such as example.org, with commas between them")
    return words.lower()


def one_line(words: str) -> str:
    if not words.isprintable():
        raise ValueError("must be one line: it stands in the head of every mail")
    return words


def _elsewhere(url: str) -> str:
    # It stands in a header, where nothing else may.
    plain = url.isascii() and url.isprintable() and " " not in url
    if not plain or urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise ValueError("must be an address such as https://www.example.org/weather")
    return url


def _places(words: str) -> str:
    for one in words.replace(",", " ").split():
        if not _PLACE.fullmatch(one):
            raise ValueError("must be hosts with their ports, such as bridge.internal:8065")
    return words.lower()


Spoken = Annotated[str, AfterValidator(_language)]
OneLine = Annotated[str, AfterValidator(one_line)]
Zone = Annotated[str, AfterValidator(_zone)]
Domains = Annotated[str, AfterValidator(_domains)]
Places = Annotated[str, AfterValidator(_places)]
Elsewhere = Annotated[str, AfterValidator(_elsewhere)]
Joining = Literal["open", "request", "invitation", "closed"]
WhenAsked = Literal["flood", "always", "never"]
Inviting = Literal["staff", "members"]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_database)]
RedisUrl = Annotated[SecretStr, AfterValidator(_redis)]
