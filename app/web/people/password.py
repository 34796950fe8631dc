"""What is asked before what nobody else may do on a device she left open: few guesses at it."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.errors import Invalid
from app.core.limits import Limit, Limiter

PROOFS = {"password", "passkey"}


@contextmanager
def few_guesses(limiter: Limiter, who: bytes | str) -> Iterator[None]:
    """Whoever sits at her device may guess her password as seldom as by signing in."""
    limiter.check(Limit.SIGN_IN_FAILURES, who)
    try:
        yield
    except Invalid as refused:
        if refused.field in PROOFS:
            limiter.hit(Limit.SIGN_IN_FAILURES, who)
        raise
