"""What the world has of what members do with opportunities: Bea has posted two, one of which is
filled; Grace was interested in that, and has a saved search."""

from app.community.opportunities import saved, searches
from app.community.opportunities.models import State
from app.community.opportunities.queries import Wanted
from app.core import keys
from app.core.keys import base32
from app.people.members.models import Member
from tests.community.opportunities.making import opportunity
from tests.make import Make

FORMS: dict[str, dict[str, str]] = {
    "save_opportunity": {"on": "yes", "back": "/opportunities"},
    "opportunity_interest": {"on": "yes", "note": "Asked on Tuesday"},
    "opportunity_was_real": {"answer": "real"},
    "introduce_me": {"words": "Could I ask about the nights?"},
    "introduce_me_there": {"words": "Could I ask about the nights?"},
    "share_opportunity": {"circle": "returners"},
    "saved_searches": {
        "name": "By the sea",
        "kind": "job",
        "hours": "",
        "way": "on-site",
        "place": "Whitby",
        "q": "lamp",
        "paid": "on",
    },
    "switch_saved_search": {"on": "no"},
    "delete_saved_search": {},
}
# Where what stands in the braces is not what stands there elsewhere.
OF_ITS_OWN = {
    "opportunity_interest": {"opportunity_id": "other_opportunity"},
    "introduce_me": {"opportunity_id": "other_opportunity"},
    "opportunity_was_real": {"opportunity_id": "filled_opportunity"},
    "api_interest": {"opportunity_id": "other_opportunity"},
    "api_was_real": {"opportunity_id": "filled_opportunity"},
}
# Where a block holds: the words are those of `test_surfaces.py`.
HOLDS = {
    "GET kept_opportunities": "left out",
    "GET opportunity_interest": "left out",
    "GET introduce_me": "left out",
    "GET introduce_me_there": "left out",
    "GET share_opportunity": "left out",
    "GET saved_searches": "own",
    "GET saved_search": "own",
    "GET opportunity_feed": "visitor",
    "GET opportunity_calendar": "visitor",
    "POST save_opportunity": "own",
    "POST opportunity_interest": "own",
    "POST opportunity_was_real": "open",
    "POST introduce_me": "silent",
    "POST introduce_me_there": "silent",
    "POST share_opportunity": "own",
    "POST saved_searches": "own",
    "POST switch_saved_search": "own",
    "POST delete_saved_search": "own",
}
# Who may, by the signs of `test_permissions.py`.
MAY = {
    "GET kept_opportunities": "s++++++++",
    "GET opportunity_interest": "s+!++++++",
    "GET introduce_me": "s+!++++++",
    "GET introduce_me_there": "s+!++++++",
    "GET share_opportunity": "s++++++++",
    "GET saved_searches": "s++++++++",
    "GET saved_search": "s--+-----",
    "GET opportunity_feed": "+++++++++",
    "GET opportunity_calendar": "+++++++++",
    "POST save_opportunity": "!++++++++",
    "POST opportunity_interest": "!+!++++++",
    "POST opportunity_was_real": "!--+-----",
    "POST introduce_me": "!+!++++++",
    "POST introduce_me_there": "!+!++++++",
    "POST share_opportunity": "!!++++!!!",
    "POST saved_searches": "!++++++++",
    "POST switch_saved_search": "!++++++++",
    "POST delete_saved_search": "!++++++++",
}


def build(make: Make, grace: Member, bea: Member) -> dict[str, str]:
    other = opportunity(make, bea, title="A boat to mend", public=True)
    filled = opportunity(make, bea, title="A boat to row", state=State.FILLED)
    with make._as(grace) as (session, viewer):
        ring = make.house.ring
        saved.save(session, viewer, ring, other.id, on=True)
        saved.be_interested(session, viewer, ring, filled.id, "Asked them")
        wanted = Wanted(place="Whitby")
        searches.save(session, ring, viewer.id, "Whitby", wanted, keys.token())
    return {
        "other_opportunity": base32(other.id),
        "filled_opportunity": base32(filled.id),
        "place": "1",
    }
