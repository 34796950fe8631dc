"""Choosing settings and putting them back. Every deed stands in the log of what staff did."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.core.events import StaffActed, publish
from app.core.languages import Sentence
from app.core.settings import Settings
from app.core.verdict import require
from app.people.site import choices, memory, policy
from app.people.site.models import SiteSetting
from app.people.viewer import Viewer

OUTSIDE = Sentence("This one is set on the server, and can’t be changed here.")
HERE = Sentence(
    "This leads to this site itself. Choose a page elsewhere, which doesn’t speak of it."
)


def choose(
    session: Session,
    viewer: Viewer,
    environment: Settings,
    present: Settings,
    wanted: Mapping[str, Any],
) -> None:
    """What is wanted as the environment has it anyway is not kept, and follows that from then on.

    Raises NotAllowed; Invalid on a setting that the environment says itself, and on an exit that
    leads nowhere else.
    """
    require(policy.may_administer(viewer))
    for name in sorted(choices.fixed(environment) & wanted.keys()):
        raise Invalid(name, OUTSIDE)
    if _host(wanted.get("exit_url", "")) in environment.host_names:
        raise Invalid("exit_url", HERE)
    for name, value in wanted.items():
        if value == getattr(present, name):
            continue
        _forget(session, name)
        if value != getattr(environment, name):
            session.add(SiteSetting(key=name, value=choices.written(value)))
        decided(session, viewer, "change", "setting", name.replace("_", "-"))


def put_back(session: Session, viewer: Viewer, name: str) -> None:
    """From now on it is as the environment has it. Raises NotAllowed; NotFound for no setting."""
    require(policy.may_administer(viewer))
    if name not in choices.NAMES:
        raise NotFound
    _forget(session, name)
    decided(session, viewer, "put-back", "setting", name.replace("_", "-"))


def decided(session: Session, viewer: Viewer, verb: str, kind: str, what: str) -> None:
    """Every process hears of it, and the log says who did it."""
    memory.ring(session)
    publish(session, StaffActed(actor_id=viewer.id, verb=verb, subject_kind=kind, subject_id=what))


def _host(url: str) -> str:
    """As a browser would ask for it; a name may end with a dot."""
    return (urlsplit(url).hostname or "").rstrip(".")


def _forget(session: Session, name: str) -> None:
    session.execute(delete(SiteSetting).where(SiteSetting.key == name))
