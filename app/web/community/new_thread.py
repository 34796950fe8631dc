"""The page on which a thread is started."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.threads.models import Intent
from app.core.verdict import Verdict, no
from app.people.circles import policy
from app.people.circles.queries import CircleCard, CircleRow
from app.people.viewer import Viewer
from app.web.community import signposts
from app.web.community.persona import NOBODY, persona
from app.web.community.previews import Preview
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import PageMaker
from app.web.oversight import similar

EVIDENCE, OPPORTUNITY = "evidence", "opportunity"


class ShareForm(Form):
    """The circle into which something is to be shared."""

    circle: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,80}$")]


ShareFilled = Annotated[Filled[ShareForm], Depends(filled(ShareForm))]


def may_share(viewer: Viewer, hers: Sequence[CircleCard]) -> Verdict:
    """Into any of `hers`, in which she is: what keeps her from posting in one does so in all."""
    if not hers:
        return no("You are in no circle yet.")
    return policy.may_post(viewer, hers[0].id)


def shown(
    page: PageMaker,
    circle: CircleRow,
    form: Filled[Any],
    preview: Preview | None = None,
    *,
    shared: str = "",
) -> Response:
    """The form that starts a thread. Words `shared` from EVIDENCE or an OPPORTUNITY stand in it and
    have not been sent."""
    return page.show(
        "community/threads/new.html",
        status=422 if form.errors else 200,
        circle=circle,
        guidelines=circle.guidelines.splitlines(),
        intents=list(Intent),
        persona=persona(page.visit.house, page.visit.viewer, circle.anonymity, circle.crowd),
        pseudonym=NOBODY.name,
        form=form,
        preview=preview,
        offers_help=signposts.offers_help(form.typed),
        shared=shared,
        similar=similar.threads(page, form.value("title")) if form.errors or preview else [],
    )
