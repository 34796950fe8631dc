"""Whether everybody can use the pages on which members and moderators meet."""

import pytest
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.core.keys import base32
from app.oversight.moderation.models import Action
from app.people.members.models import Role
from tests.make import Make

SCENES = [
    Scene("report a reply", "ida", "{to_report}"),
    Scene("report with errors", "ida", "{to_report}", press("Send the report")),
    Scene("report a thread", "bea", "/report/thread/{thread_number}"),
    Scene("report a profile", "bea", "/report/profile/ros"),
    Scene("her reports", "ida", "/reports"),
    Scene("no reports", "nova", "/reports"),
    Scene("a receipt", "ida", "{receipt}"),
    Scene("a receipt with errors", "ida", "{receipt}", press("Send it to the moderators")),
    Scene("a receipt with its outcome", "ida", "{answered}"),
    Scene("home with word from the moderators", "vera", "/"),
    Scene("thread with word from the moderators", "vera", "{judged}"),
    Scene("messages from the moderators", "vera", "/notices"),
    Scene("no messages from the moderators", "nova", "/notices"),
    Scene("what was hidden", "vera", "{hidden_notice}"),
    Scene("an appeal with errors", "vera", "{hidden_notice}", press("Send my appeal")),
    Scene("a question from the moderators", "vera", "{asking_notice}"),
    Scene("an answer with errors", "vera", "{asking_notice}", press("Send your answer")),
    Scene("mend what was hidden", "vera", "{mend}"),
    Scene("paused from posting anonymously", "vera", "{judged}"),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        return _judged(Make(session, site.house))


def _judged(make: Make) -> dict[str, str]:
    """Vera, whose words were hidden, and asked about, and who may not hide her name for a week;
    Wilma reported her, and Ida, who also has an answer."""
    circle = make.circle("Quarrels", crowd=30)
    vera, wilma = make.member("Vera", circle), make.member("Wilma", circle)
    ida = make.member("Ida", circle)
    moderator = make.member("Nora", role=Role.MODERATOR)
    said = [(vera, "You are no mother."), (vera, "Nobody asked you."), (wilma, "Please stop.")]
    thread = make.thread(circle, wilma, title="Whose turn is it?", replies=said)
    make.voiced(thread, vera, "I said it, and I mean it.")
    hidden, second, third, unnamed = (make.post(thread, seq) for seq in (2, 3, 4, 5))
    answered = make.report(hidden, ida, note="It hurts to read.")
    made = make.decision(answered.case_id, moderator, words="Please take out what is about Wilma.")
    asking = make.report(second, wilma)
    make.asked(asking.case_id, moderator, "What did you mean by this?")
    ruling = {"action": Action.PAUSE_ANONYMOUS, "days": 7}
    make.decided(unnamed, wilma, moderator, **ruling)
    receipt = make.report(third, ida)
    make.asked(receipt.case_id, moderator, "Has this happened before?", receipt.id)
    return {
        "to_report": f"/report/post/{base32(make.post(thread, 1).id)}",
        "thread_number": base32(thread.id),
        "receipt": f"/reports/{base32(receipt.id)}",
        "answered": f"/reports/{base32(answered.id)}",
        "judged": f"/t/{base32(thread.id)}",
        "hidden_notice": f"/notices/{base32(made.case_id)}",
        "asking_notice": f"/notices/{base32(asking.case_id)}",
        "mend": f"/p/{base32(hidden.id)}/edit",
    }


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0
