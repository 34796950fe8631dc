"""What a program sends to stand in a circle, turned into what the pages' own forms bring: from
there on it is the same deed."""

from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import Field, StringConstraints, ValidationError

from app.community.softening.kinds import Kind
from app.community.threads.endings import Lifetime
from app.community.threads.models import Intent
from app.community.threads.sent_forms import Posted
from app.core import text
from app.people.house import House
from app.web.api import shown
from app.web.api.kit import models, wrong
from app.web.api.kit.models import Answer
from app.web.api.kit.route import Done
from app.web.community import signposts
from app.web.community.previews import MOST_OFFERS, Preview
from app.web.community.sending import HELD
from app.web.kit.addresses import url
from app.web.kit.forms import Filled, Form
from app.web.kit.problems import MayGiveAway

F = TypeVar("F", bound=Form)

Mark = Annotated[str, StringConstraints(pattern="^[0-9a-f]{12}$")]


Seen = Annotated[tuple[Mark, ...], Field(max_length=MOST_OFFERS)]


class Draft(models.Sent):
    """Words to stand under her name, or `anonymous`. `later` has them published in some hours, only
    without her name. Where something may give her away she is told first: `seen` are the marks of
    what she was told of and keeps."""

    body: Annotated[text.Body, Field(description="Markdown.")]
    content_note: text.ShortLine = ""
    anonymous: Annotated[
        bool,
        Field(
            description="To be said in any case: nobody is to stand under "
            "her name by what a program has forgotten."
        ),
    ]
    ending: Lifetime | None = None
    later: bool = False
    seen: Seen = ()


class Reply(Draft):
    """A reply; `advice` says that it is some."""

    advice: bool = False


class Opening(Draft):
    """A new thread: its title, what would help, and its first post."""

    title: text.Title
    intent: Intent


class Change(models.Sent):
    """Other words for a post of hers, all of them; `title` counts for an opening post, and is
    needed there. `as_of` is that of the words that these replace: where others stand by now,
    nothing is changed."""

    body: Annotated[text.Body, Field(description="Markdown.")]
    content_note: text.ShortLine = ""
    title: text.Title | None = None
    advice: bool = False
    ending: Lifetime | None = None
    as_of: Annotated[str, StringConstraints(max_length=100)] = ""
    seen: Seen = ()


class Offer(Answer):
    """A passage that may say who wrote it, with softer words where there are some. Sent again in
    `seen`, its `mark` says that it is to stay."""

    mark: str
    field: str
    passage: str
    kind: Kind
    softer: str | None


def form(
    model: type[F], said: models.Sent, nonce: str, *, without: str = "", **instead: Any
) -> Filled[F]:
    """The pages' form with what a program has sent, `without` a field, and with others `instead`.
    Raises Invalid."""
    given: dict[str, Any] = {"form_nonce": nonce}
    for name, value in said.model_dump(exclude={without}).items():
        if name == "seen":
            given[name] = " ".join(value)
        elif isinstance(value, bool):
            given[name] = "on" if value else ""
        elif value is not None:
            given[name] = instead.get(name, value)
    try:
        data = model.model_validate(given)
    except ValidationError as problem:
        raise wrong.told(problem) from None
    return Filled(given, None, data)


def refuse(preview: Preview) -> NoReturn:
    """Raises MayGiveAway, with what she is to be told first."""
    offers = [
        Offer(mark=o.mark, field=o.field, passage=o.passage, kind=o.kind, softer=o.softer)
        for o in preview.offers
    ]
    raise MayGiveAway([one.model_dump(mode="json") for one in offers], preview.caution)


def became(house: House, said: Filled[Any], sent: Posted | str) -> Done:
    """What became of it."""
    help_at = house.settings.address + url("safety") if signposts.offers_help(said.typed) else None
    if isinstance(sent, str):
        return Done(shown.Sent(state="held" if sent == HELD else "waits", help=help_at), 202)
    return Done(
        shown.Sent(state="posted", thread=sent.thread_id, number=sent.seq, help=help_at), 201
    )
