"""What a handler may ask for by annotating a parameter."""

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from app.core.errors import SignInFirst
from app.people.house import House
from app.people.viewer import Viewer
from app.web.kit.visit import Visit


def _visit(request: Request) -> Visit:
    visit: Visit = request.scope["visit"]
    return visit


def _session(request: Request) -> Session:
    return _visit(request).session


def _house(request: Request) -> House:
    return _visit(request).house


def _viewer(request: Request) -> Viewer:
    return _visit(request).viewer


def _signed_in(request: Request) -> Viewer:
    viewer = _viewer(request)
    if not viewer.signed_in:
        raise SignInFirst
    return viewer


ThisVisit = Annotated[Visit, Depends(_visit)]
ThisHouse = Annotated[House, Depends(_house)]
# The transaction of this request: for a POST it may change and is committed before the answer
# leaves, for a GET the database itself refuses every change.
InTransaction = Annotated[Session, Depends(_session)]
Anyone = Annotated[Viewer, Depends(_viewer)]
SignedIn = Annotated[Viewer, Depends(_signed_in)]
