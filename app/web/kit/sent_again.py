"""The same form with other words: she went back, changed them and sent it once more, or has not
seen that the first ones had arrived. What stands stays, and the second words are hers to keep."""

from starlette.responses import Response

from app.core import repeats
from app.web.kit import apologies, saying
from app.web.kit.visit import Visit

DONE = 303


def looked_at(visit: Visit, answer: Response) -> Response:
    """The answer of a deed; where it was done before with other words, a page that says so."""
    nonce = str(visit.typed.get("form_nonce", ""))
    if not (nonce and visit.viewer.signed_in) or answer.status_code != DONE:
        return answer
    if not repeats.came_again(visit.session):
        visit.house.sent.keep(nonce, visit.words)
        return answer
    known = visit.house.sent.differ(nonce, visit.words)
    # Where nothing is known, what stands is looked at: it may have been edited since.
    if known or (known is None and repeats.differs(visit.session)):
        return apologies.stands_already(visit, saying.with_word(answer.headers["location"]))
    return answer
