"""A visit: one request, from the cookie it brings to the transaction that answers it."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.core import keys
from app.core.errors import SignInFirst
from app.core.keys import Broken
from app.people.house import House
from app.people.members.models import Discretion
from app.people.recognition import recognise
from app.people.safety.board import Talk
from app.people.viewer import VISITOR, Viewer
from app.web.kit import bell, csrf, letterbox, marks, saying
from app.web.kit.bell import Bell

IDLE_SECONDS = 7 * 24 * 3600
SHARED_IDLE_SECONDS = 3600
RENEW_SECONDS = 600
NO_BELL = Bell()
# What a page's script puts on a request that nobody made: it is no visit of hers.
BY_ITSELF = "x-by-itself"


@dataclass
class Visit:
    """`typed` is the form that came with a POST. `viewer`, and what moderators wrote to her that is
    still `unread`, are known once the session is open.

    The `bell` says how much there is for her. `discretion` is hers. While it cannot be known who
    asks, a page says as little as hers may.
    """

    request: Request
    house: House
    typed: FormData
    viewer: Viewer = VISITOR
    unread: tuple[Talk, ...] = ()
    bell: Bell = NO_BELL
    _session: Session | None = None
    _new_token: str | None = None
    _renew: bool = False
    _age: int = 0
    _says: str = ""
    _mark: str = ""
    _is_own: bool = False
    token: str = field(init=False)
    discretion: Discretion = field(init=False)

    def __post_init__(self) -> None:
        self.token = self._token_of_cookie()
        self.discretion = Discretion.DISCREET if self.token else Discretion.OPEN

    @property
    def session(self) -> Session:
        assert self._session is not None, "the transaction has not begun"
        return self._session

    def begin(self, session: Session) -> None:
        """See who asks and, for a deed, that her own page asked. Raises NotAllowed."""
        self.recognise(session)
        if self.request.method == "POST":
            self._require_own_form()

    def recognise(self, session: Session) -> None:
        """See who asks, and what there is for her."""
        self._session = session
        if self.token:
            house = self.house
            self.viewer = recognise(
                session,
                house.ring,
                self.token,
                house.board,
                house.shields,
                strict=house.settings.staff_need_two_steps,
            )
            self._end_what_lay_idle()
            self.discretion = self.viewer.discretion
            self.unread = letterbox.unread(self.house, session, self.viewer)
            if self.viewer.signed_in:
                self.bell = bell.known(self.house, session, self.viewer)

    def saw(self, case_id: int, report_id: int = 0) -> None:
        """She opens a talk with the moderators; also one that has gone meanwhile has been told."""
        for talk in self.unread:
            if (talk.case_id, talk.report_id) == (case_id, report_id):
                letterbox.saw(self.house, self.viewer, talk)
        self.unread = tuple(
            t for t in self.unread if (t.case_id, t.report_id) != (case_id, report_id)
        )

    @cached_property
    def asked(self) -> dict[str, str]:
        """What stands in the address after the question mark; of two of a name the last."""
        query = self.request.scope["query_string"]
        return dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True)) if query else {}

    @property
    def path(self) -> str:
        path: str = self.request.scope["path"]
        return path

    @property
    def secret(self) -> str:
        """The session's token, or a new one for a visitor who is shown her first form."""
        if not (self.token or self._new_token):
            self._new_token = keys.token()
        return self._new_token or self.token

    @property
    def browser(self) -> str:
        """The blind value of the session that came, whether or not anybody is signed in with it."""
        return keys.blind(self.house.ring.derive("browser/v1"), keys.digest(self.token)).hex()

    def remember(self, token: str, *, fresh: bool = False) -> None:
        """Use this session from now on; the one that came is given up. `fresh`: she has just shown
        that it is she."""
        self._new_token = token
        self._mark = marks.fresh() if fresh else ""

    def goes_on_with(self, token: str) -> None:
        """Use this session in the place of the one that came, also for the rest of this visit."""
        self.remember(token, fresh=True)
        self.token = token
        self.viewer = replace(self.viewer, session_h=keys.digest(token))

    def remember_half(self, said: dict[str, Any]) -> None:
        """She has come half of the way: what is known of it goes with her, sealed."""
        self.remember(keys.token())
        self._mark = marks.half(self.house.ring, self.secret, said)

    @property
    def half(self) -> dict[str, Any] | None:
        """What `remember_half` has noted in this browser, in the last ten minutes."""
        return marks.half_said(self.house.ring, self.token, self._mark)

    @property
    def is_fresh(self) -> bool:
        """Whether she has shown in this session that it is she, in the last ten minutes."""
        return marks.is_fresh(self._mark)

    def forget(self) -> None:
        self._new_token = ""

    def comes_by_itself(self) -> None:
        """A script asks: she is no longer signed in for it."""
        self._renew = False

    @cached_property
    def words(self) -> bytes:
        """All that this form says, but for what differs from one page to the next."""
        ours = {"csrf_token", "form_nonce"}
        said = [(name, str(value)) for name, value in self.typed.multi_items() if name not in ours]
        return repr(said).encode()

    @cached_property
    def said(self) -> str:
        """The word for what was just done, where this page is to say it."""
        given = self.request.cookies.get(self.cookie_name("said"), "")
        return saying.said(self.house.ring, self.path, self.asked, given)

    def go_on(self, path: str) -> None:
        """This address of ours is the answer; its page says what the address says."""
        if saying.word_in(path):
            self._says = saying.cookie(self.house.ring, path)

    def choose(self, discretion: Discretion) -> None:
        """From now on, also for the cookie of the answer."""
        self.discretion, self._renew = discretion, True

    def sign(self, response: Response) -> Response:
        """Put the cookie on the answer, where it changes or is due to be renewed."""
        if self._new_token == "":
            response.delete_cookie(self._cookie, path="/", secure=self._secure, httponly=True)
        elif self._new_token or self._renew:
            stamped = self._stamp.press((self._new_token or self.token) + self._mark)
            self.put_cookie(response, self._cookie, stamped, IDLE_SECONDS)
        if self._says:
            self.put_cookie(response, self.cookie_name("said"), self._says, saying.SECONDS)
        return response

    def put_cookie(self, response: Response, name: str, value: str, seconds: int) -> None:
        """One of ours, under the name that `cookie_name` gives it."""
        # Without an age it ends with the browser.
        age, secure = None if self.discretion.keeps_nothing else seconds, self._secure
        response.set_cookie(name, value, age, secure=secure, httponly=True, samesite="lax")

    @cached_property
    def network(self) -> str:
        """By what network limits are counted. Never stored, never logged."""
        forwarded = self.request.headers.get("x-forwarded-for", "")
        if self.house.settings.trust_proxy and forwarded:
            return forwarded.rpartition(",")[2].strip()
        return self.request.client.host if self.request.client else ""

    @property
    def _secure(self) -> bool:
        return self.house.settings.secure

    @property
    def _cookie(self) -> str:
        return self.cookie_name("session")

    def cookie_name(self, name: str) -> str:
        """Bound to our host, where browsers let it be."""
        return f"__Host-{name}" if self._secure else name

    @property
    def _stamp(self) -> keys.Stamp:
        return self.house.ring.stamp("cookie/v1")

    def _token_of_cookie(self) -> str:
        stamped = self.request.cookies.get(self._cookie)
        if not stamped:
            return ""
        try:
            token, age = self._stamp.read(stamped, seconds=IDLE_SECONDS)
        except Broken:
            return ""
        token, mark, said = token.partition("~")
        self._mark = mark + said
        self._age = age
        self._renew = age > RENEW_SECONDS and BY_ITSELF not in self.request.headers
        return token

    def _end_what_lay_idle(self) -> None:
        """On a device that others use, whoever comes an hour later is nobody that we know."""
        if self.viewer.discretion.keeps_nothing and self._age > SHARED_IDLE_SECONDS:
            self.viewer = VISITOR
            self.remember(keys.token())

    def _require_own_form(self) -> None:
        if self._is_own or csrf.is_one_click(self.path, self.typed.multi_items()):
            return
        own = csrf.came_from_here(self.request.headers, self.house.settings.address)
        given = self.request.headers.get("x-csrf-token") or self.typed.get("csrf_token")
        if not (own and csrf.fits(self.house.ring, self.token, given)):
            # A form of members alone was opened by one: what has ended is that she is signed in.
            ended = own and getattr(self.request.scope.get("route"), "is_for_members", False)
            raise SignInFirst if ended and not self.viewer.signed_in else csrf.NotOurs
        self._is_own = True
