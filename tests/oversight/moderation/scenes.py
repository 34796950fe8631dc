"""Cases for a browser: Iris and Ilse moderate the site."""

from sqlalchemy import select

from app.oversight.moderation import cases, decisions, speaking
from app.oversight.moderation.desk import Desk, Ruling
from app.oversight.moderation.models import Action, Case, Decision, Reason
from app.people.members.models import Member, Role
from tests.make import Make
from tests.oversight.moderation.reporting import appeal, report, way

STATEMENT = (
    "You’ve been let down, and you had every right to be angry here. This reply turns that on "
    "another woman, who was answering the question you asked."
)


def decide(make: Make, by: Member, case: Case, action: Action) -> Decision:
    with make._as(by) as (session, viewer):
        desk = Desk(session, viewer, make.house.subjects, lambda _member: None, make.house.ring)
        return decisions.decide(desk, case.id, Ruling(action, Reason.UNKIND, STATEMENT))


def places(make: Make, among: str = "") -> dict[str, str]:
    """The addresses of cases in every state, `among` people of these names."""
    circle = make.circle(f"Kitchen table {among}", crowd=30)
    iris, _ = (_moderator(make, name) for name in ("Iris", "Ilse"))
    ana, bri, cat = (make.member(f"{name}{among}", circle) for name in ("Ana", "Bri", "Cat"))
    words = ["Let it go.", "Go back to your nice desk.", "Nobody asked you.", "Buy my lamps."]
    said = [(cat, "I’d let it go this time."), *((bri, each) for each in words)]
    thread = make.thread(circle, ana, title="They gave my project to someone louder", replies=said)
    make.voiced(thread, bri, "I know where you live.")
    post = [make.post(thread, n) for n in range(1, 8)]
    with_appeal, decided = (report(make, ana, post[n]) for n in (2, 5))
    made = decide(make, iris, with_appeal, Action.HIDE)
    decide(make, iris, decided, Action.REMOVE)
    appeal(make, bri, made.id, "I was talking about myself.")
    case = report(make, ana, post[3], note="She said advice welcome and got told off.")
    report(make, cat, post[3], Reason.IGNORED, "I know she’s hurting but this isn’t OK.")
    taken = report(make, ana, post[4])
    heavy = report(make, cat, post[6], Reason.THREAT, "I am afraid of her.")
    with make._as(iris) as (session, viewer):
        subjects = make.house.subjects
        cases.claim(session, viewer, subjects, taken.id)
        speaking.note(session, viewer, subjects, case.id, "I know both of them.")
        speaking.to_author(session, viewer, subjects, (case.id, 0), "What did you mean?")
    return {
        "case": way(case),
        "taken_case": way(taken),
        "heavy_case": way(heavy),
        "appealed_case": way(with_appeal),
        "decided_case": way(decided),
    }


def _moderator(make: Make, name: str) -> Member:
    known = make.session.scalar(select(Member).filter_by(handle=name.lower()))
    return known or make.member(name, role=Role.MODERATOR)
