"""How words will look before anybody else sees them, and what in them may say who wrote them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2s
from typing import Annotated, Any, Literal

from markupsafe import Markup
from pydantic import Field, StringConstraints

from app.community.softening import details, tongue
from app.community.softening.hers import Hers
from app.community.softening.kinds import Detail, Kind
from app.community.threads import queries
from app.core import clock, text
from app.core.languages import Sentence
from app.people.members import queries as members
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction
from app.web.kit.forms import Filled, Form
from app.web.kit.templating import Templates

# A form has to bring a box for each, among at most 60 fields.
MOST_OFFERS = 40
FIELDS = ("title", "body", "content_note")
Words = Mapping[str, str]
Found = dict[str, list[Detail]]


class Looked(Form):
    """What a writing form brings once its words have been looked at.

    `preview` shows it again instead of sending it, with the `softer` words put in that she ticked
    if it says so; `seen` names what she has been told of, so that she is not told twice.
    """

    preview: Literal["", "on", "softer"] = ""
    seen: Annotated[str, StringConstraints(max_length=1000)] = ""
    softer: Annotated[tuple[str, ...], Field(max_length=MOST_OFFERS)] = ()


@dataclass(frozen=True)
class Offer:
    """A passage that may identify her, wherever it stands in a field, with softer words for it.

    `mark` is its name in the form: the same for the same passage, whatever she changes around it.
    """

    mark: str
    field: str
    passage: str
    kind: Kind
    softer: str | None
    ticked: bool = True


@dataclass(frozen=True)
class Preview:
    """`stops` tells that she pressed something else than the button for a preview, `softened` that
    what she typed has softer words in it now; `advice` that she calls it that; `caution` what she
    has to know of how it was looked at."""

    html: Markup
    offers: tuple[Offer, ...] = ()
    stops: bool = False
    softened: bool = False
    advice: bool = False
    caution: Sentence | None = None

    @property
    def seen(self) -> str:
        return " ".join(offer.mark for offer in self.offers)


def first(
    session: InTransaction, viewer: Viewer, form: Filled[Any], tongues: Templates, *, hides: bool
) -> Preview | None:
    """What she is shown before it is posted: because she wants to, or because something in a post
    that `hides` her name may give it away and she has not been told. None: it may be posted.

    Raises Invalid for a form that does not fit. Softer words that she asked for stand in the form;
    they are said as `tongues` says it.
    """
    data = form.data
    if not (hides or data.preview):
        return None
    words, offers = _looked_at(session, viewer, form, tongues, hides=hides)
    told = set(data.seen.split())
    is_news = any(offer.kind.alone and offer.mark not in told for offer in offers)
    if not (is_news or data.preview):
        return None
    return _shown(session, data, words, offers, _caution(words, tongues, hides=hides))


def of(
    session: InTransaction, viewer: Viewer, form: Filled[Any], tongues: Templates, *, hides: bool
) -> Preview:
    """The words as they will look, those that may identify her marked where they `hide` her."""
    words, offers = _looked_at(session, viewer, form, tongues, hides=hides)
    return _shown(session, form.data, words, offers, _caution(words, tongues, hides=hides))


def _looked_at(
    session: InTransaction, viewer: Viewer, form: Filled[Any], tongues: Templates, *, hides: bool
) -> tuple[Words, list[Offer]]:
    """Her words, softer where she asked for it, and what is offered for what is left of them."""
    data = form.data
    words = {field: getattr(data, field, "") for field in FIELDS}
    if not hides:
        return words, []
    hers, known = _hers(session, viewer), _spoken_to(session, words)
    found = _found(words, hers, known, tongues)
    if data.preview == "softer":
        words = _softened(words, found, data.softer)
        form.typed |= {field: said for field, said in words.items() if field in form.typed}
        found = _found(words, hers, known, tongues)
    return words, _offers(words, found, data)


def _caution(words: Words, tongues: Templates, *, hides: bool) -> Sentence | None:
    """What she has to know where her words, or those that she reads, are not English."""
    said = "\n".join(filter(None, words.values()))
    if not (hides and said.strip()):
        return None
    return None if tongues.language.is_english and tongue.seems_english(said) else tongue.CAUTION


def _shown(
    session: InTransaction,
    data: Looked,
    words: Words,
    offers: list[Offer],
    caution: Sentence | None,
) -> Preview:
    marked = {offer.passage for offer in offers if offer.field == "body"}
    html = text.rendered(words["body"], _spoken_to(session, words), marked)
    return Preview(
        text.trusted(html),
        tuple(offers),
        data.preview != "on",
        data.preview == "softer",
        bool(getattr(data, "advice", "")),
        caution,
    )


def _spoken_to(session: InTransaction, words: Words) -> set[str]:
    return members.known_handles(session, text.mentioned(words["body"]))


def _hers(session: InTransaction, viewer: Viewer) -> Hers:
    """Asked in her own request for this one answer, and kept nowhere."""
    profile = members.profile(session, viewer.id)
    return Hers(**vars(profile), said=queries.said_by_name(session, viewer))


def _found(words: Words, hers: Hers, known: Collection[str], tongues: Templates) -> Found:
    """The details of each field, with softer words in her language; a member who is spoken to by
    her handle is none."""
    spoken_to = {f"@{handle}" for handle in known}
    return {
        field: [
            replace(detail, softer=_in_hers(detail.softer, tongues))
            for detail in details.found(said, hers, clock.today())
            if detail.kind is not Kind.HANDLE
            or said[detail.start : detail.end].lower() not in spoken_to
        ]
        for field, said in words.items()
    }


def _in_hers(softer: str | None, tongues: Templates) -> str | None:
    """Words of ours; what is of her own making stays, such as an address."""
    return tongues.said(softer) if isinstance(softer, Sentence) else softer


def _softened(words: Words, found: Found, ticked: Collection[str]) -> dict[str, str]:
    return {
        field: details.softened(said, [d for d in found[field] if _mark(field, said, d) in ticked])
        for field, said in words.items()
    }


def _offers(words: Words, found: Found, data: Looked) -> list[Offer]:
    told = set(data.seen.split()) - set(data.softer)
    offers: dict[str, Offer] = {}
    for field, said in words.items():
        for detail in found[field]:
            mark, passage = _mark(field, said, detail), said[detail.start : detail.end]
            ticked = mark not in told
            offers[mark] = Offer(mark, field, passage, detail.kind, detail.softer, ticked)
    return list(offers.values())[:MOST_OFFERS]


def _mark(field: str, said: str, detail: Detail) -> str:
    what = f"{field} {detail.kind} {said[detail.start : detail.end]}"
    return blake2s(what.encode(), digest_size=6).hexdigest()
