"""What the world has of pathways: one for everybody, whose second step asks Grace for her name."""

from app.community.pathways.models import Audience, Begun, Consent, Pathway, Step
from app.community.threads.models import Thread
from app.core.keys import base32
from app.people.circles.models import Circle
from app.people.members.models import Member
from tests.make import Make

PLAN = {"title": "On a stage", "intro": "For a first time", "audience": "everybody"}
FORMS: dict[str, dict[str, str]] = {
    "new_pathway": PLAN | {"circle": "returners"},
    "edit_pathway": PLAN,
    "show_pathway": {"on": "yes"},
    "delete_pathway": {},
    "new_step": {"heading": "Say yes", "words": "To the next one", "thing": ""},
    "edit_step": {"heading": "Say no", "words": "", "thing": ""},
    "move_step": {"to": "down"},
    "delete_step": {},
    "step_done": {"on": "yes"},
    "pathway_asked": {"answer": "yes"},
}
# Where what stands in the braces is not what stands there elsewhere.
OF_ITS_OWN = {"pathway_asked": {"step_id": "asked_step"}}
# How a block holds there (tests/house/test_surfaces.py).
HOLDS = {
    "GET pathways": "none",
    "GET pathway": "left out",
    "GET new_pathway": "none",
    "GET edit_pathway": "left out",
    "GET delete_pathway": "none",
    "GET new_step": "none",
    "GET edit_step": "left out",
    "GET delete_step": "none",
    "GET pathway_asked": "none",
    "POST new_pathway": "staff",
    "POST edit_pathway": "staff",
    "POST show_pathway": "staff",
    "POST delete_pathway": "staff",
    "POST new_step": "silent",
    "POST edit_step": "silent",
    "POST move_step": "staff",
    "POST delete_step": "staff",
    "POST step_done": "own",
    "POST pathway_asked": "own",
}
# Who may (tests/house/test_permissions.py): the circle's host, and an administrator.
HOSTS, HOSTS_DO = "s!!!+!!!+", "!!!!+!!!+"
TABLE = {
    "GET pathways": "+++++++++",
    "GET pathway": "+++++++++",
    "GET new_pathway": HOSTS,
    "GET edit_pathway": HOSTS,
    "GET delete_pathway": HOSTS,
    "GET new_step": HOSTS,
    "GET edit_step": HOSTS,
    "GET delete_step": HOSTS,
    "GET pathway_asked": "s--+-----",
    "POST new_pathway": HOSTS_DO,
    "POST edit_pathway": HOSTS_DO,
    "POST show_pathway": HOSTS_DO,
    "POST delete_pathway": HOSTS_DO,
    "POST new_step": HOSTS_DO,
    "POST edit_step": HOSTS_DO,
    "POST move_step": HOSTS_DO,
    "POST delete_step": HOSTS_DO,
    "POST step_done": "!++++++++",
    "POST pathway_asked": "!--+-----",
}


def build(make: Make, circle: Circle, thread: Thread, grace: Member) -> dict[str, str]:
    said = {"title": "Your first talk", "intro": "For you", "html": "<p>For you</p>"}
    pathway = Pathway(slug="your-first-talk", circle_id=circle.id, **said)
    pathway.audience, pathway.shown = Audience.EVERYBODY, True
    make.saved(pathway)
    make.saved(Begun(pathway_id=pathway.id, member_id=grace.id))
    first = Step(pathway_id=pathway.id, place=1, heading="Read how it went")
    first.kind, first.thing = "thread", base32(thread.id)
    second = Step(pathway_id=pathway.id, place=2, heading="Ask somebody")
    second.kind, second.mentor_id, second.consent = "mentor", grace.id, Consent.ASKED
    return {
        "pathway": pathway.slug,
        "step_id": base32(make.saved(first).id),
        "asked_step": base32(make.saved(second).id),
    }
