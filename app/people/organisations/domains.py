"""Domains of mail: as they are compared, and those at which anybody can have a mailbox."""

import re
import tomllib
from functools import cache
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from app.core.errors import Invalid
from app.core.languages import Sentence

MOST = 20
PROVIDERS = Path(__file__).with_name("mail_providers.toml")
_BETWEEN = re.compile(r"[\s,;]+")


def in_ascii(domain: str) -> str:
    """The domain of an address as mail servers know it, in small letters, RFC 5890 to 5892; '' for
    what is none. The older IDNA takes ß and ss for the same letters, and so two domains for one."""
    try:
        return validate_email(f"a@{domain}", check_deliverability=False).ascii_domain.lower()
    except EmailNotValidError:
        return ""


def of_address(email: str) -> str:
    """All that stands behind the last @, and nothing less: `example.org` is not the domain of an
    address at `mail.example.org`, nor at `not-example.org`."""
    return in_ascii(email.rpartition("@")[2])


def read(typed: str) -> list[str]:
    """The domains in what was typed, once each, in the order of their letters. Raises Invalid on
    `domains` for what is no domain, or one that is everybody's."""
    words = [word.removeprefix("@") for word in _BETWEEN.split(typed) if word]
    if len(words) > MOST:
        raise Invalid("domains", Sentence("An organisation has {n} domains at most.", n=MOST))
    return sorted({_one(word) for word in words})


def is_everybodys(domain: str) -> bool:
    """Whether it is a public provider's, or lies below one's."""
    labels = domain.split(".")
    return any(".".join(labels[n:]) in _providers() for n in range(len(labels)))


def _one(word: str) -> str:
    domain = in_ascii(word)
    if not domain:
        raise Invalid(
            "domains",
            Sentence(
                "“{word}” is not the domain of an email address. Write it as: example.org",
                word=word,
            ),
        )
    if is_everybodys(domain):
        raise Invalid(
            "domains",
            Sentence(
                "Anybody can have an address at {domain}, so it doesn’t show who belongs here.",
                domain=domain,
            ),
        )
    return domain


@cache
def _providers() -> frozenset[str]:
    read = tomllib.loads(PROVIDERS.read_text(encoding="utf-8"))
    return frozenset(domain for one in read["provider"] for domain in one["domains"])
