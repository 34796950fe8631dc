"""When somebody has left and wished her words to go, they are nowhere: not in any table, index or
seal, whoever has the whole database and its key.

What others keep of her is theirs: what moderators decided, and what she wrote to them about it.
"""

import pytest
from sqlalchemy import inspect, text

from app.core import keys, outbox
from app.people.circles.models import Circle
from app.people.joining import invitations
from app.people.members.models import Role
from app.web.kit.addresses import url
from tests.community.opportunities.making import opportunity
from tests.community.resources import making as resources
from tests.community.threads import marking
from tests.make import PASSWORD
from tests.mentoring import making
from tests.mentoring.mentorships import pairs
from tests.mentoring.programmes.scenes import Programmes
from tests.mentoring.recommendations.making import recommendation
from tests.people.introductions.making import offered
from tests.people.members.leaving import after, close

# One word for each place, which begins and ends unlike any other.
PLACES = (
    *("bio", "pronouns", "title", "was", "body", "reply", "hidden", "later", "held", "message"),
    *("suggestion", "note", "chance", "goal", "shared", "alone", "checked", "thanked", "asked"),
    *("brought", "praised", "kept", "marked", "muted", "enrolled"),
)
WORDS = {place: f"{chr(97 + n)}{n:02d}{place}quetzal{n}" for n, place in enumerate(PLACES)}
NAME, HANDLE, ADDRESS, NEXT = "Zinnia Quince", "zinnia", "zq@post.example", "zq2@post.example"
HERS = (*WORDS.values(), NAME, HANDLE, ADDRESS, NEXT)


@pytest.fixture
def seals(monkeypatch):
    """What was sealed in this test, by what it became: so that a copy can be opened."""
    known, close_it = {}, keys.Seal.close

    def noting(self, words, about=b""):
        sealed = close_it(self, words, about)
        known[sealed] = words
        return sealed

    monkeypatch.setattr(keys.Seal, "close", noting)
    return known


def everywhere(session, seals):
    """Every value of every table, those of the index too, opened if it is sealed."""
    for name in inspect(session.connection()).get_table_names():
        for row in session.execute(text(f'SELECT * FROM "{name}"')):
            yield from ((name, _opened(value, seals)) for value in row)
    session.rollback()


def _opened(value, seals):
    if not isinstance(value, (memoryview, bytes)):
        return str(value).encode()
    inside = seals.get(bytes(value))
    return bytes(value) + (_opened(inside, seals) if inside is not None else b"")


def found(session, seals, words):
    """Where any of these stand."""
    wanted = [word.lower().encode() for word in words]
    return {
        (name, word.decode())
        for name, value in everywhere(session, seals)
        for word in wanted
        if word in value.lower()
    }


@pytest.fixture
def zinnia(make, session, circle):
    row = make.member("Zinnia", circle, role=Role.MODERATOR)
    row.name, row.email = NAME, ADDRESS
    row.bio, row.pronouns = WORDS["bio"], WORDS["pronouns"]
    return make.saved(session.merge(row))


@pytest.fixture
def house_full_of_her(web, house, session, make, seals, circle, zinnia, bea, stella):
    """She writes wherever there is a place to write, and Bea and Stella are those she writes to."""
    circle.crowd = 30
    session.merge(circle)
    session.commit()
    other = make.thread(circle, bea, title="Which lamp")
    _posts(web, make, session.get_one(Circle, circle.id), zinnia, other)
    _community(web, make, circle, zinnia, bea, other)
    _mentoring(make, zinnia, bea, stella)
    _account(web, house, make, zinnia)
    return other


def _posts(web, make, circle, zinnia, other):
    hers = make.thread(circle, zinnia, title=WORDS["title"], body=WORDS["was"])
    here = web.as_(zinnia)
    here.post(
        url("edit_post", post_id=make.post(hers).id), title=WORDS["title"], body=WORDS["body"]
    )
    here.post(url("reply", thread_id=other.id), body=WORDS["reply"])
    here.post(url("reply", thread_id=other.id), body=WORDS["hidden"], anonymous="on")
    make.waiting(other, zinnia, WORDS["later"])
    make.held(other, zinnia, WORDS["held"])
    here.post(url("react", post_id=make.post(other).id), kind="with-you")


def _community(web, make, circle, zinnia, bea, other):
    make.conversation(zinnia, bea, WORDS["message"], "Bea answers")
    suggested = resources.resource(make, zinnia, circle, title=WORDS["suggestion"])
    resources.note(make, zinnia, suggested, WORDS["note"])
    opportunity(make, zinnia, title=WORDS["chance"])
    make.evidence(zinnia, WORDS["kept"])
    marking.keep(web, zinnia, make.post(other), WORDS["marked"])
    here = web.as_(zinnia)
    here.send(here.get("/settings/muted"), "/settings/muted/phrases", phrase=WORDS["muted"])


def _mentoring(make, zinnia, bea, stella):
    for who in (zinnia, stella):
        making.mentor(make, who)
    making.answered(make, zinnia, topics=("money",))
    between = making.paired(make, zinnia, bea).id
    pairs.goal(make, zinnia, between, WORDS["goal"])
    pairs.note(make, zinnia, between, WORDS["shared"])
    pairs.own_note(make, zinnia, between, WORDS["alone"])
    pairs.check_in(make, zinnia, between, WORDS["checked"])
    recommendation(make, zinnia, bea, WORDS["praised"], between)
    pairs.say(make, zinnia, making.paired(make, stella, zinnia, days=30).id, WORDS["thanked"])
    making.asks(make, zinnia, stella, note=WORDS["asked"])
    offered(make, zinnia, bea, stella, (WORDS["brought"], WORDS["brought"]))
    scene = Programmes(make)
    programme = scene.programme(scene.organisation("acme", zinnia))
    scene.enrolled(programme, zinnia, team=WORDS["enrolled"])


def _account(web, house, make, zinnia):
    here = web.as_(zinnia)
    here.send(here.get("/settings/email"), "/settings/email", email=NEXT, password=PASSWORD)
    with make._as(zinnia) as (session, viewer):
        wanted = (3, 14, keys.token())
        invitations.make(session, house.ring, house.settings, viewer, wanted)


# Theirs as much as hers, whatever she wishes; a number that leads nowhere once the account is gone,
# in lists of others and in sessions that have ended, whose rows go with their week.
OF_BOTH = {("mentorship_entries", WORDS["goal"])}
NUMBERS = {"letterboxes", "sessions"}


@pytest.mark.parametrize("words", ["remove", "keep"])
def test_her_name_and_her_address_are_nowhere_nor_the_words_that_she_wants_gone(
    words, web, house, session, seals, zinnia, bea, house_full_of_her
):
    house.flush()
    ids, sealing = (str(zinnia.id), zinnia.id.hex), house.ring.seal("outbox/v1")
    there = {word for _table, word in found(session, seals, HERS)}
    assert there == {word.lower() for word in HERS}, "not even there before"

    close(web, zinnia, words=words, anonymous="on")
    outbox.deliver_due(house.database, sealing, lambda _job, _mail, taken: taken())
    after(house)

    gone = HERS if words == "remove" else (NAME, HANDLE, ADDRESS, NEXT, WORDS["hidden"])
    assert found(session, seals, gone) - OF_BOTH == set()
    assert {table for table, _ in found(session, seals, ids)} <= NUMBERS
    kept = {word for _table, word in found(session, seals, (WORDS["reply"], WORDS["message"]))}
    assert kept == (set() if words == "remove" else {WORDS["reply"], WORDS["message"]})
    for word in (WORDS["hidden"], WORDS["chance"], WORDS["reply"]):
        hits = web.as_(bea).get(f"/search?q={word}").text
        assert ("Nothing that you can read says this." in hits) is (word not in kept), word
