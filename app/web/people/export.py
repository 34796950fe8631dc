"""A member's copy of what is kept of her: made while she downloads it, and kept nowhere."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.community.messages import personal_data as messages
from app.community.messages.personal_data import Exchange
from app.community.opportunities import kept_personal_data as opportunities_kept
from app.community.opportunities import personal_data as opportunities
from app.community.pathways import personal_data as pathways
from app.community.resources import personal_data as resources
from app.community.threads import bookmarked, hers, kind_words, wording
from app.community.threads import personal_data as threads
from app.community.threads.hers import HerVoice
from app.community.threads.kind_words import Hers, KindWord
from app.community.threads.personal_data import Reading, Unpublished, Written
from app.core import clock
from app.core.languages import Sentence
from app.core.limits import Limit
from app.mentoring.groups import personal_data as groups
from app.mentoring.mentorships import meeting_personal_data as meetings
from app.mentoring.mentorships import personal_data as mentorships
from app.mentoring.profiles import personal_data as mentors
from app.mentoring.programmes import personal_data as programmes
from app.mentoring.recommendations import personal_data as recommendations
from app.mentoring.requests import personal_data as asked
from app.oversight.audit import personal_data as audit
from app.oversight.moderation import personal_data as moderation
from app.oversight.notifications import mail_personal_data as mail
from app.oversight.notifications import personal_data as notifications
from app.people.circles import personal_data as places
from app.people.circles import queries as circles
from app.people.evidence import personal_data as evidence
from app.people.house import House
from app.people.introductions import personal_data as introductions
from app.people.joining import personal_data as joining
from app.people.members import personal_data as account
from app.people.members import queries
from app.people.organisations import personal_data as organisations
from app.people.safety import personal_data as safety
from app.people.viewer import Viewer
from app.web import news
from app.web.kit import archive
from app.web.kit.asking import InTransaction, SignedIn, ThisVisit
from app.web.kit.forms import Filled, filled
from app.web.kit.page import Page
from app.web.kit.route import OneHop
from app.web.kit.templating import Templates
from app.web.people.confirming import Confirmed, Proven

router = APIRouter(route_class=OneHop)

TEMPLATE = "people/members/export_file.html"
FILE = "my-data.zip"
AT_ONCE = 25
# Grows when a key of data.json is taken away or says something else than before.
FORMAT = 1


class ExportForm(Proven):
    anonymous: Literal["", "on"] = ""


ExportFilled = Annotated[Filled[ExportForm], Depends(filled(ExportForm))]


@router.get("/settings/export", name="export")
def ask(_viewer: SignedIn, page: Page) -> Response:
    return page.show("people/members/export.html", form=Filled({}))


@router.post("/settings/export", name="export")
def send(
    viewer: Confirmed, form: ExportFilled, session: InTransaction, visit: ThisVisit, page: Page
) -> Response:
    with form.checking():
        data = form.data
        visit.house.limiter.hit(Limit.EXPORTS, viewer.me.limit_key())
        short = _short(session, visit.house, viewer)
        copy = Copy(visit.house, viewer, data.anonymous == "on", short)
        return archive.sent(copy.files(page.templates), FILE)
    return page.show("people/members/export.html", status=422, form=form)


@dataclass(frozen=True)
class Copy:
    """What is `short` is known when the answer begins. The rest is asked for while it leaves, page
    by page, each in a session of its own: asking all voices takes seconds where there are many."""

    house: House
    viewer: Viewer
    with_anonymous: bool
    short: dict[str, Any]

    def files(self, templates: Templates) -> Iterator[tuple[str, Iterable[str]]]:
        with self.house.database.reading(in_pieces=True) as session:
            # Looked for in any case: what she follows would otherwise tell where she wrote.
            voices = hers.everywhere(session, self.viewer)
            reading = self._reading(session, voices)
            hidden = self._unpublished(session)
            veiled = asked.asked(session, self.house.ring, self.viewer, anonymous=True)
            told = moderation.unnamed(session, self.viewer, self.house.subjects)
        kind = self._kind_words()
        # Looked for in any case, as the rest is.
        if not self.with_anonymous:
            veiled, told, kind = [], [], []
        sections = [(Sentence("What you wrote under your name"), self._named())]
        if self.with_anonymous:
            sections.append((Sentence("What you wrote anonymously"), self._anonymous(voices)))
        context = {"sections": sections, "reading": reading, "with_anonymous": self.with_anonymous}
        context |= {"unpublished_anonymous": hidden, "exchanges": self._exchanges()}
        context |= {"veiled_requests": veiled, "anonymous_cases": told, "made": clock.today()}
        context |= {"reactions": self._reactions(kind), "said": wording.REACTIONS}
        yield "index.html", templates.env.get_template(TEMPLATE).generate(context | self.short)
        parts = {"posts": self._named(), "messages": self._exchanges(), "reading": reading}
        if self.with_anonymous:
            parts |= {"anonymous": self._anonymous(voices), "unpublished_anonymous": hidden}
            parts |= {"anonymous_requests": veiled, "anonymous_cases": told}
            parts |= {"reactions": self._reactions(kind)}
        yield "data.json", archive.json_object(self._data(parts))

    def _data(self, parts: dict[str, Iterable[Any]]) -> Iterator[tuple[str, Iterable[str]]]:
        about = {"format": FORMAT, "made": clock.today(), "site": self.house.settings.site_name}
        for name, value in about.items():
            yield name, [archive.as_json(value)]
        for name, card in self.short.items():
            yield name, [archive.as_json(_plain(card))]
        for name, cards in parts.items():
            yield name, archive.array(cards)

    def _kind_words(self) -> list[Hers]:
        """Each kind word that there is, is asked: so many at a time."""
        found, after, goes_on = list[Hers](), None, True
        while goes_on:
            with self.house.database.reading() as session:
                hers_of_these, after = kind_words.portion(session, self.viewer, after)
            found += hers_of_these
            goes_on = after is not None
        return found

    def _reactions(self, kind: list[Hers]) -> Iterator[KindWord]:
        for start in range(0, len(kind), kind_words.SHOWN):
            with self.house.database.reading() as session:
                page = kind_words.said(session, self.viewer, kind[start : start + kind_words.SHOWN])
            yield from page

    def _exchanges(self) -> Iterator[Exchange]:
        with self.house.database.reading() as session:
            yield from messages.export(session, self.house.ring, self.viewer)

    def _unpublished(self, session: InTransaction) -> list[Unpublished]:
        """Looked for in any case, as what she wrote is."""
        found = threads.unpublished(session, self.viewer, anonymous=True)
        found += threads.later(session, self.viewer, self.house.ring)
        return found if self.with_anonymous else []

    def _reading(self, session: InTransaction, voices: list[HerVoice]) -> list[Reading]:
        hidden = set() if self.with_anonymous else {voice.thread_id for voice in voices}
        rooms = [card.id for card in circles.visible(session, self.viewer)]
        bundles = news.bundles(self.house, session, self.viewer, rooms)
        return [
            entry
            for bundle in bundles.values()
            for entry in threads.reading(session, self.viewer, bundle, hidden)
        ]

    def _named(self) -> Iterator[Written]:
        last: Written | None = None
        while True:
            with self.house.database.reading() as session:
                page = threads.named(session, self.viewer, last)
            yield from page
            if not page:
                return
            last = page[-1]

    def _anonymous(self, voices: list[HerVoice]) -> Iterator[Written]:
        for start in range(0, len(voices), AT_ONCE):
            with self.house.database.reading() as session:
                page = threads.anonymous(session, self.viewer, voices[start : start + AT_ONCE])
            yield from page


def _short(session: InTransaction, house: House, viewer: Viewer) -> dict[str, Any]:
    names = {card.id: card.name for card in circles.visible(session, viewer)}
    return {
        "account": account.export(session, house.ring, queries.by_id(session, viewer.id)),
        "circles": places.export(session, viewer.id),
        "groups": groups.export(session, viewer.id),
        "organisations": organisations.export(session, viewer.id),
        "invitations": joining.export(session, house.ring, viewer.id),
        "organisation_invitations": organisations.invitations(session, viewer.id),
        "programmes": programmes.export(session, house.ring, viewer.id),
        "told_teams": programmes.told_teams(session, house.ring, viewer.id),
        "greets": places.greetings(session, viewer.id),
        "unpublished": threads.unpublished(session, viewer, anonymous=False),
        "acts": audit.export(session, house.ring, viewer.id),
        "door": messages.door(session, house.ring, viewer),
        "letters": mail.export(session, house.ring, queries.by_id(session, viewer.id)),
        "asked": safety.export(session, viewer.id),
        "kept_out": safety.kept(session, house.ring, viewer.me.shield(), names),
        "evidence": evidence.export(session, viewer, house.ring),
        "noted": notifications.export(session, viewer.id),
        "bookmarks": bookmarked.export(session, viewer, house.ring),
        "opportunities_kept": opportunities_kept.export(session, viewer, house.ring),
        "searches": opportunities_kept.sought(session, house.ring, viewer.id),
        "pathways_begun": pathways.begun(session, viewer.id),
        "pathways": pathways.marked(session, viewer, house.ring),
        "stands": pathways.stands(session, viewer.id),
        **_mentoring(session, house, viewer),
        "opportunities": opportunities.export(session, viewer.id),
        "resources": resources.suggested(session, viewer),
        "resource_notes": resources.noted(session, viewer),
        "cases": moderation.named(session, viewer, house.subjects),
        "reports": moderation.reported(session, viewer, house.subjects),
    }


def _mentoring(session: InTransaction, house: House, viewer: Viewer) -> dict[str, Any]:
    return {
        "mentor": mentors.export(session, house.ring, viewer.id),
        "mentoring_answers": mentors.told(session, house.ring, viewer.id),
        "mentoring_requests": asked.asked(session, house.ring, viewer, anonymous=False),
        "mentoring_answered": asked.answered(session, house.ring, viewer),
        "mentorships": mentorships.export(session, house.ring, viewer),
        "meetings": meetings.export(session, house.ring, viewer.id),
        "calendar": meetings.calendar(session, house.ring, viewer.id),
        "introductions": introductions.export(session, house.ring, viewer),
        "recommendations": recommendations.export(session, house.ring, viewer),
    }


def _plain(value: Any) -> Any:
    return [asdict(one) for one in value] if isinstance(value, list) else asdict(value)
