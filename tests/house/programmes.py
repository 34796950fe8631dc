"""What the world has of organisations and programmes: Grace coordinates one, Bea works there."""

from sqlalchemy import select

from app.core import clock, keys
from app.core.keys import base32
from app.mentoring.programmes.contents import Desk, Matched, Part, Told
from app.mentoring.programmes.models import Cohort, Enrolment, Match, Programme, Stage
from app.people.members.models import Member
from app.people.organisations.models import Affiliation, Place
from tests.make import Make
from tests.mentoring.programmes.scenes import Programmes

MENTOR, MENTEE = 2**41, 2**41 + 1
PLAN = {
    "name": "Second steps",
    "about": "",
    "opens": "2026-01-01",
    "closes": "2099-01-01",
    "begins": "2099-02-01",
    "ends": "2099-12-31",
    "state": "open",
    "open_to": "organisation",
    "common_language": "on",
    "hours": "any",
    "most": "2",
}
FORMS: dict[str, dict[str, str]] = {
    "organisations": {"name": "The yard", "slug": "the-yard", "about": ""},
    "appoint_coordinator": {"coordinator": "stella", "change": "appoint"},
    "invite_affiliate": {"handle": "stella"},
    "take_back_affiliate": {},
    "take_out_affiliate": {},
    "answer_organisation": {"answer": "yes"},
    "join_organisation": {},
    "show_belonging": {"on": "yes"},
    "edit_organisation": {"about": "Ours", "website": "https://guild.example"},
    "rename_organisation": {"name": "The guild"},
    "organisation_domains": {"domains": "guild.example"},
    "close_organisation": {"name": "Quiet Works"},
    "reopen_organisation": {},
    "leave_organisation": {},
    "new_programme": PLAN | {"slug": "second-steps"},
    "edit_programme": PLAN,
    "next_cohort": {"cohort": "Second cohort"},
    "programme_questions": {
        "words": "Tea or coffee?",
        "kind": "yes-no",
        "asked_of": "both",
        "options": "",
        "required": "on",
        "counts": "on",
    },
    "delete_question": {},
    "enrol": {
        "part": "mentee",
        "topics": "self-doubt",
        "times": "weekends",
        "languages": "en",
        "zone": "Europe/London",
        "places": "1",
        "team": "",
        "manager": "",
        "backgrounds": "carer",
        "matching": "on",
        "counted": "on",
    },
    "withdraw": {},
    "run_matching": {},
    "wish_pair": {"mentor": base32(MENTOR), "mentee": base32(MENTEE), "wish": "exclude"},
    "confirm_matching": {},
}
# Where what stands in the braces is not what stands there elsewhere.
OF_ITS_OWN = {
    "take_back_affiliate": {"handle": "invited"},
    "close_organisation": {"organisation": "quiet_organisation"},
    "reopen_organisation": {"organisation": "closed_organisation"},
    "cohort_matching": {"programme": "confirmed_programme"},
    "next_cohort": {"programme": "confirmed_programme"},
    "confirm_matching": {"programme": "matched_programme"},
}


def build(make: Make, grace: Member, bea: Member) -> dict[str, str]:
    """One that takes people in, one that is matched and one that is confirmed; in each, Bea would
    be Grace's mentor."""
    scene = Programmes(make)
    guild = scene.organisation("guild", grace, make.member("Gwen"))
    scene.belongs(bea, guild, Place.MEMBER)
    make.session.get_one(Affiliation, (guild.id, bea.id)).shown = True
    make.session.commit()
    scene.invited(make.member("Ida"), guild)
    scene.organisation("quiet")
    scene.organisation("closed").closed = clock.today()
    make.session.commit()
    first, matched, confirmed = (
        scene.programme(guild, slug) for slug in ("first-steps", "matched", "confirmed")
    )
    _enrol(make, scene, first, (bea, MENTOR, Part.MENTOR), (grace, MENTEE, Part.MENTEE))
    for programme, stage in ((matched, Stage.MATCHED), (confirmed, Stage.CONFIRMED)):
        two = [keys.random_id() for _ in range(2)]
        _enrol(make, scene, programme, (bea, two[0], Part.MENTOR), (grace, two[1], Part.MENTEE))
        cohort = scene.cohort(programme)
        found = Matched(((two[0], two[1], 10),), ())
        cohort.stage, cohort.sealed = stage, Desk(found=found).sealed(make.house.ring, cohort.id)
        make.session.commit()
    return {
        "organisation": "guild",
        "quiet_organisation": "quiet",
        "closed_organisation": "closed",
        "invited": "ida",
        "programme": "first-steps",
        "matched_programme": "matched",
        "confirmed_programme": "confirmed",
        "cohort_id": base32(scene.cohort(confirmed).id),
        "question_id": base32(scene.question(first).id),
    }


def matched(make: Make, mentorship_id: int) -> None:
    """The mentorship began with the cohort that is confirmed, whose team is Gwen and Grace."""
    cohort = make.session.scalars(select(Cohort).where(Cohort.stage == Stage.CONFIRMED)).one()
    two = {"mentor_enrolment": keys.random_id(), "mentee_enrolment": keys.random_id()}
    make.saved(Match(mentorship_id=mentorship_id, cohort_id=cohort.id, **two))


def _enrol(
    make: Make, scene: Programmes, programme: Programme, *people: tuple[Member, int, Part]
) -> None:
    for member, number, part in people:
        row = Enrolment(cohort_id=scene.cohort(programme).id, member_id=member.id)
        row.id = number
        said = Told(part, topics=("self-doubt",), languages=("en",))
        row.sealed = said.sealed(make.house.ring, number)
        make.saved(row)
