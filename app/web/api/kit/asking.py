"""What a handler of the API may ask for by annotating a parameter."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from app.core.limits import Limit
from app.people.members.accounts import Post
from app.people.members.tokens import Scope
from app.people.viewer import Viewer
from app.web.api.kit.call import KEY, LONGEST_KEY, Call
from app.web.kit import letters, tongues
from app.web.kit.problems import LacksScope, NoToken
from app.web.kit.templating import Templates


@dataclass(frozen=True)
class Holder:
    """Whose token has this scope. A deed `counts` as one of the small ones that she may do so many
    of in a minute, here and on pages together."""

    scope: Scope
    counts: bool = False

    def __call__(self, request: Request) -> Viewer:
        """Raises NoToken, LacksScope, TooOften."""
        call: Call = request.scope["visit"]
        if call.granted is None:
            raise NoToken(given=False)
        if self.scope not in call.granted.scopes:
            raise LacksScope(self.scope.value)
        if self.counts:
            call.house.limiter.hit(Limit.SMALL_DEEDS, call.viewer.me.limit_key())
        return call.viewer


def _call(request: Request) -> Call:
    call: Call = request.scope["visit"]
    return call


def templates(request: Request) -> Templates:
    """In the language of her for whom the program asks, or as the program would like it."""
    call, made = _call(request), request.app.state.templates
    settings = call.house.settings
    language = tongues.of_reader(call.viewer, request.headers, settings)
    said: Templates = made.saying(settings, language)
    return said


def _letters(request: Request) -> Post:
    return letters.of(_call(request).house, request.app.state.templates)


ThisCall = Annotated[Call, Depends(_call)]
Tongues = Annotated[Templates, Depends(templates)]
Reader = Annotated[Viewer, Depends(Holder(Scope.READ))]
Writer = Annotated[Viewer, Depends(Holder(Scope.WRITE))]
# Of a deed that is small, and is done by nothing but its address.
Doer = Annotated[Viewer, Depends(Holder(Scope.WRITE, counts=True))]
# Who looks after a circle or the site: reading, and doing something.
Overseer = Annotated[Viewer, Depends(Holder(Scope.MODERATE))]
Keeper = Annotated[Viewer, Depends(Holder(Scope.MODERATE, counts=True))]
# What tells others by letter what she has done.
Letters = Annotated[Post, Depends(_letters)]
Nonce = Annotated[
    str,
    Header(
        alias=KEY,
        max_length=LONGEST_KEY,
        description="A text of your own making. What comes twice with it is done once, and "
        "answered alike; with other words it is refused.",
    ),
]
