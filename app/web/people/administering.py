"""What every administration page begins with: that she may, and what is decided at this moment."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Depends, Request

from app.core.settings import Settings
from app.core.verdict import require
from app.people.house import House
from app.people.site import policy
from app.people.site.memory import Decided
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction
from app.web.kit.visit import Visit


@dataclass(frozen=True)
class AdminDesk:
    """`environment` are the settings as the server was started with, `house.settings` those that
    hold now."""

    session: InTransaction
    viewer: Viewer
    house: House
    environment: Settings
    decided: Decided

    def is_chosen(self, name: str) -> bool:
        return bool(getattr(self.house.settings, name) != self.default(name))

    @property
    def settings(self) -> Settings:
        return self.house.settings

    def default(self, name: str) -> Any:
        return getattr(self.environment, name)


def _desk(request: Request) -> AdminDesk:
    """Raises SignInFirst, NotAllowed. What another process has decided holds for this page, too."""
    visit: Visit = request.scope["visit"]
    viewer = visit.viewer
    _ = viewer.id
    require(policy.may_administer(viewer))
    site, environment = visit.house.site, visit.house.environment or visit.house.settings
    decided = site.look(visit.session)
    settings = site.settings(environment)
    visit.house = replace(visit.house, settings=settings, environment=environment)
    return AdminDesk(visit.session, viewer, visit.house, environment, decided)


# Before `Page` among what a handler asks for, which then says what is decided now.
ThisAdminDesk = Annotated[AdminDesk, Depends(_desk)]
