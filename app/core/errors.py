"""What can go wrong for a person, as opposed to for a program: each is a sentence to her."""

from collections.abc import Mapping
from datetime import timedelta

from app.core.languages import Sentence, several, words

# Longer times are said in hours.
MOST_MINUTES = 120


class ForumError(Exception):
    """Shown to the reader as a page, in words she can act on."""

    status = 400
    title: str = Sentence("That didn’t work")

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message: str = words(message)


class NotFound(ForumError):
    """Not there, or not for this reader; she must not be able to tell which."""

    status = 404
    title = Sentence("This page isn’t here")

    def __init__(
        self,
        message: str = Sentence(
            "It may have been taken down, or be in a circle you’re not part of. "
            "We don’t say which, to protect whoever wrote it."
        ),
    ) -> None:
        super().__init__(message)


class NotAllowed(ForumError):
    status = 403
    title = Sentence("You can’t do that here")


class Taken(NotAllowed):
    """Somebody else is at it: she was first."""

    status = 409


class SignInFirst(NotAllowed):
    """The deed needs a member. Reading sends her to sign in; writing keeps what she wrote."""

    title = Sentence("Please sign in first")

    def __init__(self) -> None:
        super().__init__(
            Sentence("You were signed out, or haven’t signed in yet. Sign in and send it again.")
        )


class ConfirmFirst(NotAllowed):
    """The deed needs her to show once more that it is she. What she sent is kept, and goes on once
    she has. `errors` say what did not fit of what she has shown, by field."""

    title = Sentence("Please show that it is you")

    def __init__(self, errors: dict[str, str] | None = None, *, has_passkey: bool = False) -> None:
        super().__init__(Sentence("Sign in once more, and send it again."))
        self.errors = errors or {}
        self.has_passkey = has_passkey
        self.status = 422 if errors else 403


class Crossed(ForumError):
    """Two did at the same moment what only one can do."""

    status = 409
    title = Sentence("Somebody was there at the same moment")

    def __init__(self) -> None:
        super().__init__(
            Sentence("This could not be kept as it is. Go back, look again, and send it anew.")
        )


class Invalid(ForumError):
    """One field of a form does not fit; `field` is its name, or '' for the form as a whole. `all`
    has it with whatever else does not fit."""

    status = 422

    def __init__(self, field: str, why: str, also: Mapping[str, str] | None = None) -> None:
        super().__init__(why)
        self.field = field
        self.all = {field: self.message, **(also or {})}


def refuse(wrong: Mapping[str, str]) -> None:
    """Raises Invalid for all of it, by the fields; nothing happens where nothing is wrong."""
    for field, why in wrong.items():
        raise Invalid(field, why, wrong)


class TooOften(ForumError):
    """Too many of the same in too short a time. `wait` is how long until the next may come."""

    status = 429
    title = Sentence("That was a lot at once")

    def __init__(self, wait: timedelta) -> None:
        super().__init__(_said(wait))
        self.wait = wait


def _said(wait: timedelta) -> Sentence:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    if minutes > MOST_MINUTES:
        return several(
            "Please wait about {n} hour and try again. Nothing you wrote is lost.",
            "Please wait about {n} hours and try again. Nothing you wrote is lost.",
            -(-minutes // 60),
        )
    return several(
        "Please wait {n} minute and try again. Nothing you wrote is lost.",
        "Please wait {n} minutes and try again. Nothing you wrote is lost.",
        minutes,
    )
