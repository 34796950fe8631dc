"""What the world has of opportunities: Grace has posted one, and a form that fits for each address
of it."""

from app.core.keys import base32
from app.people.members.models import Member
from tests.community.opportunities.making import opportunity
from tests.house import opportunities_kept
from tests.make import Make

WORDS = {
    "kind": "job",
    "title": "A lamp to keep",
    "giver": "The lighthouse",
    "body": "Nights, by the sea.",
    "way": "on-site",
    "place": "Whitby",
    "pay_from": "18.50",
    "currency": "GBP",
    "per": "hour",
    "zone": "Europe/London",
    "apply": "https://lighthouse.example/lamp",
}
FORMS: dict[str, dict[str, str]] = {
    "opportunities": WORDS,
    "edit_opportunity": WORDS,
    "fill_opportunity": {},
    "withdraw_opportunity": {},
    "undo_opportunity": {},
    "prolong_opportunity": {},
    "import_opportunities": {"table": "kind,title,giver,body,way,apply\n", "turn": "look"},
    **opportunities_kept.FORMS,
}
# Where a block holds: the words are those of `test_surfaces.py`.
HOLDS = {
    "GET opportunities": "left out",
    "GET opportunity": "folded",
    "GET my_opportunities": "own",
    "GET new_opportunity": "own",
    "GET edit_opportunity": "own",
    "GET import_opportunities": "staff",
    "POST opportunities": "open",
    "POST edit_opportunity": "own",
    "POST fill_opportunity": "own",
    "POST withdraw_opportunity": "own",
    "POST undo_opportunity": "own",
    "POST prolong_opportunity": "own",
    "POST import_opportunities": "staff",
    **opportunities_kept.HOLDS,
}
# Who may, by the signs of `test_permissions.py`.
MAY = {
    "GET opportunities": "+++++++++",
    "GET opportunity": "+++++++++",
    "GET my_opportunities": "s++++++++",
    "GET new_opportunity": "s++++++++",
    "GET edit_opportunity": "s!!+!!!!!",
    "GET import_opportunities": "s!!!!!!++",
    "POST opportunities": "!++++++++",
    "POST edit_opportunity": "!!!+!!!!!",
    "POST fill_opportunity": "!!!+!!!!!",
    "POST withdraw_opportunity": "!!!+!!!!!",
    "POST undo_opportunity": "!!!+!!!!!",
    "POST prolong_opportunity": "!!!+!!!!!",
    "POST import_opportunities": "!!!!!!!++",
    **opportunities_kept.MAY,
}


def build(make: Make, grace: Member) -> dict[str, str]:
    return {"opportunity_id": base32(opportunity(make, grace, public=True).id)}
