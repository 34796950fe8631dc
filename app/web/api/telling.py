"""How she wants to be told: what is in her list, what goes by mail, and when."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import Field

from app.core.errors import Invalid
from app.core.keys import base32
from app.oversight.notifications import choices
from app.oversight.notifications.choices import Choices, Rhythm, Way
from app.people.circles import queries as circles
from app.people.circles.queries import CircleCard
from app.people.noted.events import CHOSEN
from app.web.api import writing
from app.web.api.kit.asking import Doer, Reader
from app.web.api.kit.models import Answer, Sent
from app.web.api.kit.route import Endpoint
from app.web.kit.asking import InTransaction, ThisHouse
from app.web.kit.forms import ONE_OF_THESE
from app.web.oversight.telling import TellingForm, turn

router = APIRouter(route_class=Endpoint, tags=["notifications"])

AT = "/api/v1/me/notifications"
MOST = 1000
Hour = Annotated[int, Field(ge=0, le=23, strict=True)]


class CircleTelling(Sent):
    """What is the most for the things of a circle of hers, by its address."""

    circle: Annotated[str, Field(max_length=80)]
    way: Way


class Chosen(Sent):
    """Each kind: not at all, in her list, or there and by mail, which goes by `rhythm`, at an
    `hour` of hers and not in her quiet ones. `news`: word at fixed hours that there is something
    new. Of `circles` those that are not named stay as they are."""

    reply: Way
    mention: Way
    quote: Way
    reaction: Way
    welcome: Way
    mentoring: Way
    opportunity: Way
    rhythm: Rhythm
    hour: Hour
    news: bool
    quiet_from: Hour
    quiet_to: Hour
    circles: Annotated[tuple[CircleTelling, ...], Field(max_length=MOST)] = ()


class Telling(Answer):
    """The same as it stands, with all circles of hers. `stopped`: by a letter’s link she has ended
    letters, of a kind or all, until she chooses anew."""

    reply: Way
    mention: Way
    quote: Way
    reaction: Way
    welcome: Way
    mentoring: Way
    opportunity: Way
    rhythm: Rhythm
    hour: int
    news: bool
    quiet_from: int
    quiet_to: int
    circles: list[CircleTelling]
    stopped: bool


@router.get(AT, name="api_telling")
def present(session: InTransaction, viewer: Reader, house: ThisHouse) -> Telling:
    rooms = circles.joined(session, viewer)
    return _telling(choices.of(session, house.ring, viewer.id), rooms)


@router.put(AT, name="api_edit_telling")
def change(
    said: Annotated[Chosen, Body()], session: InTransaction, viewer: Doer, house: ThisHouse
) -> Telling:
    """All that a letter’s link has ended is as this says."""
    rooms = circles.joined(session, viewer)
    form = writing.form(TellingForm, said, "", without="circles").data
    form = form.model_copy(update={"circle": _ways(said, rooms)})
    return _telling(turn(session, viewer, house, form), rooms)


def _ways(said: Chosen, rooms: Sequence[CircleCard]) -> tuple[str, ...]:
    """As the form has them. Raises Invalid for a circle that is none of hers."""
    numbers = {card.slug: base32(card.id) for card in rooms}
    if any(one.circle not in numbers for one in said.circles):
        raise Invalid("circles", ONE_OF_THESE)
    return tuple(f"{numbers[one.circle]}.{one.way}" for one in said.circles)


def _telling(chosen: Choices, rooms: Sequence[CircleCard]) -> Telling:
    kinds: dict[str, Any] = {kind.value: chosen.way(kind) for kind in CHOSEN}
    ways = [(card.slug, chosen.circles.get(card.id, Way.MAIL)) for card in rooms]
    return Telling(
        **kinds,
        rhythm=chosen.rhythm,
        hour=chosen.hour,
        news=chosen.wants_news,
        quiet_from=chosen.quiet[0],
        quiet_to=chosen.quiet[1],
        circles=[CircleTelling(circle=slug, way=way) for slug, way in ways],
        stopped=bool(chosen.stopped),
    )
