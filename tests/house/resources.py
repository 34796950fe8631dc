"""What the world has of resources: Grace has suggested two, under one of which she left a note, and
they are in the circle's collection."""

from app.community.resources import addresses
from app.community.resources.models import (
    Collected,
    Collection,
    Resource,
    ResourceForm,
    State,
)
from app.core.keys import base32
from app.people.circles.models import Circle
from app.people.members.models import Member
from tests.community.resources import making
from tests.make import Make

RESOURCE, OTHER, COLLECTION = 2**42, 2**42 + 1, 2**42 + 2
SAID = {
    "form": "link",
    "title": "Know your rights",
    "about": "What to say when your hours are changed.",
    "link": "https://rights.example.org/hours",
    "body": "",
    "topic": "money",
    "language": "en",
}
WORDS = {"title": "Where to begin", "introduction": "Read these first."}
FORMS: dict[str, dict[str, str]] = {
    "suggest_resource": SAID | {"circle": ""},
    "edit_resource": SAID,
    "withdraw_resource": {},
    "resource_helped": {"on": "yes"},
    "note_resource": {"body": "It gave me the words."},
    "delete_resource_note": {},
    "look_at_resource": {"turn": "decline", "answer": "Not here."},
    "collect_resource": {"collection": base32(COLLECTION)},
    "new_collection": WORDS | {"circle": ""},
    "edit_collection": WORDS,
    "arrange_collection": {"resource": base32(RESOURCE), "turn": "down"},
    "delete_collection": {},
}
HOLDS = {
    "GET resources": "left out",
    "GET my_resources": "own",
    "GET resource": "folded",
    "GET new_resource": "own",
    "GET edit_resource": "own",
    "GET withdraw_resource": "own",
    "GET waiting_resources": "staff",
    "GET resource_links": "staff",
    "GET thread_links": "left out",
    "GET collection": "left out",
    "GET new_collection": "staff",
    "GET edit_collection": "staff",
    "GET delete_collection": "staff",
    "POST suggest_resource": "own",
    "POST edit_resource": "own",
    "POST withdraw_resource": "own",
    "POST resource_helped": "open",
    "POST note_resource": "refused",
    "POST delete_resource_note": "own",
    "POST look_at_resource": "staff",
    "POST collect_resource": "staff",
    "POST new_collection": "staff",
    "POST edit_collection": "staff",
    "POST arrange_collection": "staff",
    "POST delete_collection": "staff",
}
TOLD = {"note_resource": "This resource takes no more notes at the moment."}
# For each of the people of tests/house/test_permissions.py, in their order.
MAY = {
    "GET resources": "+++++++++",
    "GET my_resources": "s++++++++",
    "GET resource": "+++++++++",
    "GET new_resource": "s++++++++",
    "GET edit_resource": "s!!++!!!+",
    "GET withdraw_resource": "s!!+!!!!!",
    "GET waiting_resources": "s--++--++",
    "GET resource_links": "s--++--++",
    "GET thread_links": "s++++++++",
    "GET collection": "+++++++++",
    "GET new_collection": "s--++--++",
    "GET edit_collection": "s!!!+!!!+",
    "GET delete_collection": "s!!!+!!!+",
    "POST suggest_resource": "!++++++++",
    "POST edit_resource": "!!!++!!!+",
    "POST withdraw_resource": "!!!+!!!!!",
    "POST resource_helped": "!!++++!!!",
    "POST note_resource": "!!++++!!!",
    "POST delete_resource_note": "!--+-----",
    "POST look_at_resource": "!!!!+!!!+",
    "POST collect_resource": "!!!!+!!!+",
    "POST new_collection": "!--!!--++",
    "POST edit_collection": "!!!!+!!!+",
    "POST arrange_collection": "!!!!+!!!+",
    "POST delete_collection": "!!!!+!!!+",
}


def build(make: Make, circle: Circle, grace: Member) -> dict[str, str]:
    for number, title in ((RESOURCE, "Know your rights at work"), (OTHER, "Asking for more")):
        link = f"https://{base32(number)}.example.org/"
        row = Resource(
            id=number,
            circle_id=circle.id,
            member_id=grace.id,
            form=ResourceForm.LINK,
            title=title,
            about="What to say.",
            topic="money",
            language="en",
            link=link,
            link_key=addresses.key(circle.id, link),
            state=State.SHOWN,
        )
        making.note(make, grace, make.saved(row))
    gathered = make.saved(Collection(id=COLLECTION, circle_id=circle.id, title="Where to begin"))
    for place, number in enumerate((RESOURCE, OTHER), 1):
        make.saved(Collected(collection_id=gathered.id, resource_id=number, place=place))
    return {"resource_id": base32(RESOURCE), "collection_id": base32(COLLECTION)}
