"""What programs are told, and when: at full hours, by steps, and nothing of anybody."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from app import gathering
from app.community.resources.models import Resource
from app.core import clock
from app.oversight.moderation.models import Case, Reason
from app.people.circles.models import CircleRole, Membership
from app.people.joining.models import JoiningRequest
from app.people.members.models import Member, Standing
from app.people.safety.models import Bell
from app.people.site import last_done
from app.people.site.models import Announcement, Audience, Done
from app.people.webhooks import telling
from app.people.webhooks.models import Happening
from tests.community.resources.conftest import Resources
from tests.people.webhooks.conftest import deed

CANARIES = ("Nightjar", "Marmalade", "Zelda", "Quillon")


@pytest.fixture
def circle(make):
    return make.circle("New mothers", crowd=30)


@pytest.fixture
def resources(web, session):
    return Resources(web, session)


def reported(make, circle, bea, number=1):
    for _ in range(number):
        make.report(make.post(make.thread(circle, bea)), make.member(f"R{random.getrandbits(60)}"))


def test_cases_are_told_at_the_full_hour_and_by_steps(hooks, make, circle, bea):
    hooks.add()
    reported(make, circle, bea)
    hooks.later(minutes=40)
    before = list(hooks.receiver.came)
    hooks.next_hour()
    reported(make, circle, bea, 2)
    hooks.next_hour()
    one = [told.said for told in hooks.receiver.came]
    reported(make, circle, bea, 2)
    hooks.next_hour()
    five = [told.said for told in hooks.receiver.came]

    assert before == []
    assert [said["event"] for said in five] == ["report.waiting"] * 2
    assert [said["data"] for said in five] == [{"at_least": 1}, {"at_least": 5}]
    assert [said["at"][11:] for said in five] == ["10:00:00Z", "12:00:00Z"]
    assert len(one) == 1


def test_what_still_waits_is_told_again_on_another_day_alone(hooks, make, circle, bea):
    hooks.add()
    reported(make, circle, bea)
    for _ in range(14):
        hooks.next_hour()
    today = len(hooks.receiver.came)
    hooks.next_hour()

    assert (today, len(hooks.receiver.came)) == (1, 2)


def test_what_was_done_and_comes_again_is_told(hooks, make, circle, bea):
    hooks.add()
    reported(make, circle, bea)
    hooks.next_hour()
    for case in hooks.rows(Case):
        case.state = "decided"
    hooks.session.commit()
    hooks.next_hour()
    reported(make, circle, bea)
    hooks.next_hour()

    assert len(hooks.receiver.came) == 2


@pytest.mark.parametrize("who", ["olga", "mona", "circles_moderator"])
def test_a_case_that_is_kept_from_one_of_them_is_not_told(hooks, make, circle, request, bea, who):
    """She reads what programs are told, and finds no such case in her queue."""
    if who == "circles_moderator":
        whom = make.member("Zelda", circle)
        for place in hooks.session.query(Membership).filter_by(member_id=whom.id):
            place.role = CircleRole.MODERATOR
        hooks.session.commit()
    else:
        whom = request.getfixturevalue(who)
    hooks.add()
    make.report(whom, bea)
    hooks.next_hour()

    assert len(hooks.rows(Case)) == 1
    assert hooks.receiver.came == []


def test_each_other_thing_that_waits_is_told(hooks, resources, make, bea):
    hooks.add()
    resources.suggest(bea)
    today = {"begins": clock.today(), "ends": clock.today()}
    make.saved(Announcement(words="Marmalade", audience=Audience.MEMBERS, **today))
    waits = {"kind": "new-opportunity", "subject": "1", "open_key": "new-opportunity:1"}
    make.saved(Case(**waits, reason=Reason.OTHER, urgency=1))
    _asks_to_join(make, "Quillon")
    hooks.next_hour()

    assert hooks.receiver.events() == [
        *("announcement.shown", "opportunity.waiting", "request.waiting", "resource.waiting"),
    ]


def test_a_missing_backup_is_told_where_some_are_made(hooks, there):
    settings = there.settings.model_copy(update={"backup_days": 7})
    makes_some = replace(there, settings=settings)
    found = [gathering.levels(there), gathering.levels(makes_some)]
    with deed(there) as session:
        last_done.note(session, Done.BACKUP)
    found.append(gathering.levels(makes_some))
    hooks.clocks.shift(timedelta(days=8))
    found.append(gathering.levels(makes_some))

    assert [levels[Happening.BACKUP] for levels in found] == [0, 1, 0, 1]


def test_one_is_told_what_it_wants_and_nothing_else(hooks, resources, make, circle, bea):
    hooks.add(happenings=["resource.waiting"])
    reported(make, circle, bea)
    resources.suggest(bea)
    hooks.next_hour()

    assert hooks.receiver.events() == ["resource.waiting"]


def test_a_resource_of_a_circle_is_its_hosts_alone(hooks, resources, circle, bea, grace):
    hooks.add()
    resources.suggest(bea, circle)
    hooks.next_hour()

    assert len(hooks.rows(Resource)) == 1
    assert hooks.receiver.came == []


def test_two_workers_tell_once(hooks, house, make, circle, bea):
    hooks.add()
    reported(make, circle, bea)
    hooks.clocks.shift(timedelta(hours=1))
    levels = gathering.levels(hooks.house)
    with deed(house) as session:
        first = telling.tell(session, house.ring, levels)
    with deed(house) as session:
        second = telling.tell(session, house.ring, levels)

    assert (first, second) == (1, 0)
    assert len(hooks.waiting) == 1


def _asks_to_join(make, name):
    member = make.member(name, standing=Standing.WAITING)
    row = JoiningRequest(member_id=member.id, sealed=b"")
    make.saved(row)


# Nothing in any payload names anybody, whatever anybody does


def walk(seed, hooks, make, circle, cast, grace, resources):
    """Deeds of all kinds for two days, at any minute."""
    chance, thread = random.Random(seed), make.thread(circle, grace, title="Marmalade")
    deeds = {
        "anonymous": lambda who: make.voiced(thread, who, "Marmalade at night"),
        "named": lambda who: make.thread(circle, who, title="Marmalade", body="Nightjar"),
        "held": lambda who: make.held(thread, who, "Nightjar, see example.com"),
        "report": lambda who: make.report(make.post(make.thread(circle, grace)), who),
        "worried": lambda who: make.report(make.post(thread), who, Reason.WORRIED, "Zelda"),
        "suggest": lambda who: resources.suggest(who, link=f"https://e{chance.random()}.org/"),
        "join": lambda _who: _asks_to_join(make, f"Quillon{chance.getrandbits(40)}"),
    }
    for _ in range(24):
        deeds[chance.choice(sorted(deeds))](chance.choice(cast))
        hooks.later(minutes=chance.randrange(1, 120))


@pytest.mark.parametrize("seed", range(3))
def test_no_payload_names_anybody_or_anything(hooks, make, circle, grace, resources, seed):
    hooks.add()
    cast = [make.member(name, circle) for name in ("Zelda", "Nightjar", "Marmalade")]
    walk(seed, hooks, make, circle, cast, grace, resources)

    bodies = [told.body.decode() for told in hooks.receiver.came]
    assert len({told.said["event"] for told in hooks.receiver.came}) >= 2
    for told in hooks.receiver.came:
        said = told.said
        assert list(said) == ["id", "event", "at", "data"]
        assert said["event"] in {happening.value for happening in Happening}
        assert said["at"].endswith(":00:00Z")
        assert said["data"]["at_least"] in telling.STEPS
        assert list(said["data"]) == ["at_least"]
    everybody = [m.id.hex for m in hooks.rows(Member)] + [m.handle for m in hooks.rows(Member)]
    for word in (*CANARIES, *everybody):
        assert not [body for body in bodies if word.lower() in body.lower()]


def told_of(hooks):
    """All that a receiver has, without what is chance."""
    said = [told.said for told in hooks.receiver.came]
    return [(one["event"], one["at"], one["data"]) for one in said]


@pytest.mark.parametrize("deed_of", ["report", "held"])
@pytest.mark.parametrize("world", [("amina", 1), ("amina", 44), ("bea", 20)])
def test_neither_who_nor_which_minute_is_seen(hooks, make, circle, request, deed_of, world):
    """Whoever it was, and whenever in the hour: the same to the byte but for the id."""
    who, minute = world
    member = request.getfixturevalue(who)
    hooks.add()
    thread = make.thread(circle, make.member("Zelda", circle))
    hooks.next_hour()
    hooks.later(minutes=minute)
    if deed_of == "report":
        make.report(make.post(thread), member)
    else:
        make.held(thread, member)
    hooks.next_hour()

    assert told_of(hooks) == [("report.waiting", f"{clock.today()}T11:00:00Z", {"at_least": 1})]


def test_an_anonymous_post_moves_nothing(hooks, make, circle, bea, amina):
    hooks.add()
    thread = make.thread(circle, amina)
    hooks.next_hour()
    bells = len(hooks.rows(Bell))
    make.voiced(thread, bea, "Marmalade")
    hooks.next_hour()

    assert hooks.receiver.came == []
    assert len(hooks.rows(Bell)) == bells
