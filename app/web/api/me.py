"""Who asks: the member whose token it is."""

from datetime import date

from fastapi import APIRouter

from app.people.members.models import Role, Standing
from app.people.members.tokens import Scope
from app.web.api.kit.asking import Reader, ThisCall
from app.web.api.kit.models import Answer
from app.web.api.kit.route import Endpoint

router = APIRouter(route_class=Endpoint, tags=["me"])


class Me(Answer):
    """She, and what this token is for. `role` and `standing` are those that count for it."""

    handle: str
    name: str
    role: Role
    standing: Standing
    scopes: list[Scope]
    token_ends: date


@router.get("/api/v1/me", name="api_me")
def me(viewer: Reader, call: ThisCall) -> Me:
    assert call.granted is not None
    return Me(
        handle=viewer.handle,
        name=viewer.name,
        role=viewer.role,
        standing=viewer.standing,
        scopes=sorted(call.granted.scopes),
        token_ends=call.granted.until,
    )
