"""Passwords: hashed with Argon2id, judged by how hard they are to guess."""

from functools import cache
from pathlib import Path

from passlib.context import CryptContext

from app.core.errors import Invalid
from app.core.languages import Sentence, several
from app.people.members import breached

SHORTEST, LONGEST = 12, 128
SCORED = 72  # zxcvbn refuses more
STRONG = 3
BREACHED = Sentence(
    "This one has become known when another website was broken into. That needn’t have been yours, "
    "but it is tried out everywhere now. Please choose another."
)

# OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, two passes, one lane.
_CONTEXT = CryptContext(
    schemes=["argon2"],
    argon2__type="ID",
    argon2__memory_cost=19456,
    argon2__time_cost=2,
    argon2__parallelism=1,
)


def hashed(password: str) -> str:
    return str(_CONTEXT.hash(password))


def matches(password: str, kept: str) -> tuple[bool, str | None]:
    """Whether it is the password, and a new hash to keep when the old one is weak by now."""
    ok, better = _CONTEXT.verify_and_update(password, kept)
    return bool(ok), better


def pretend() -> None:
    """Take as long as `matches` takes, so that an unknown address answers no sooner."""
    _CONTEXT.verify("a password that nobody has", _pretended())


@cache
def _pretended() -> str:
    return hashed("another password that nobody has")


def require_strong(
    field: str, password: str, known: list[str], breaches: Path | None = None
) -> None:
    """Raises Invalid on `field` unless it is hard to guess for someone who knows the words `known`,
    and in no list of `breaches`.

    The measure is zxcvbn's (Wheeler, USENIX Security 2016): a score of 3 of 4.
    """
    # Its lists of words take 12 MB: only a process in which somebody chooses a password needs them.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    if len(password) < SHORTEST:
        raise Invalid(
            field,
            several(
                "This one has {n} character. Make it at least {least}.",
                "This one has {n} characters. Make it at least {least}.",
                len(password),
                least=SHORTEST,
            ),
        )
    if len(password) > LONGEST:
        raise Invalid(
            field,
            Sentence("This one is longer than {n} characters. Make it shorter.", n=LONGEST),
        )
    if zxcvbn(password[:SCORED], user_inputs=known)["score"] < STRONG:
        raise Invalid(
            field, "This one is easy to guess. Three or four unrelated words make a good one."
        )
    if breached.is_known(password, breaches):
        raise Invalid(field, BREACHED)
