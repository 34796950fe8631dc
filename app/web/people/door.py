"""The door: what the form to join asks at this moment, and what it does with the answer."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from starlette.responses import Response

from app.core import networks
from app.core.errors import NotAllowed
from app.core.limits import Limit
from app.people.joining import admission, challenge, invitations, questions
from app.people.joining.admission import Account, Application
from app.people.joining.challenge import Gatekeeper
from app.people.joining.questions import Asked
from app.people.members.accounts import Post
from app.web.kit.asking import InTransaction
from app.web.kit.forms import Filled
from app.web.kit.page import PageMaker
from app.web.kit.visit import Visit

FORM = "people/members/join.html"


@dataclass(frozen=True)
class Door:
    session: InTransaction
    visit: Visit

    @property
    def mode(self) -> str:
        return self.visit.house.settings.joining

    def require_open(self) -> None:
        """Raises NotAllowed while nobody may join."""
        if self.mode == "closed":
            raise NotAllowed(admission.CLOSED)

    def join(
        self, desk: Post, account: Account, brought: Application, answered: tuple[str, str]
    ) -> None:
        """Raises Invalid on what does not fit, and TooOften."""
        house, network = self.visit.house, self.visit.network
        stamp, answer = answered
        house.limiter.hit(Limit.JOINS, network)
        house.limiter.hit(Limit.JOINS_OF_BLOCK, networks.block(network))
        self._keeper.require_answer(stamp, answer)
        house.limiter.count(Limit.JOINS_HERE, challenge.SITE)
        given = (brought, self._asked)
        admission.join(self.session, desk, house.settings, account, given)
        self._keeper.spend(stamp)

    def show(self, page: PageMaker, form: Filled[Any]) -> Response:
        """The form, or that nobody may join."""
        invited = bool(form.value("invitation")) and not form.error("invitation")
        return page.show(
            FORM,
            status=422 if form.errors else 200,
            form=form,
            mode=self.mode,
            domains=sorted(self.visit.house.settings.domains),
            invited=invited and self.mode in {"request", "invitation"},
            questions=self._asked.questions if self.mode == "request" else (),
            challenge=self._keeper.shown(form.value("challenge"))
            if self.mode != "closed"
            else None,
        )

    def show_invited(self, page: PageMaker, code: str) -> Response:
        """The form with this invitation in it. One that leads nowhere says so, whyever."""
        if self.mode in {"open", "closed"}:
            return self.show(page, Filled({}))
        house, h = self.visit.house, invitations.typed(code)
        if h and invitations.works(self.session, house.ring, house.settings, h):
            return self.show(page, Filled({"invitation": code}))
        return page.show("people/joining/dead.html", status=404, why=invitations.DEAD)

    @cached_property
    def _asked(self) -> Asked:
        return questions.now(self.session)

    @cached_property
    def _keeper(self) -> Gatekeeper:
        house = self.visit.house
        return Gatekeeper(house.ring, house.limiter, house.settings, self._asked)
