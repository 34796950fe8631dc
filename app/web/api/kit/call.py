"""A call: one request of a program, from the token it brings to the transaction that answers it.

No cookie is looked at, and none is set: what a browser brings along opens nothing here.
"""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.core import keys
from app.core.errors import Invalid, TooOften
from app.core.limits import Left, Limit
from app.people.house import House
from app.people.members.tokens import Granted
from app.people.recognition import recognise_token
from app.people.viewer import VISITOR, Viewer
from app.web.kit.forms import too_long
from app.web.kit.problems import NoToken

SCHEME = "bearer "
LONGEST_TOKEN = 100
LONGEST_KEY = 200
KEY = "Idempotency-Key"


@dataclass
class Call:
    """`sent` is the body. `viewer` and what her token has `granted` are known once it has begun,
    `left` is how many calls the token has left. With a key, what comes twice is done once: `deed`
    is its nonce with the words, to be known once it is done."""

    request: Request
    house: House
    sent: bytes = b""
    viewer: Viewer = VISITOR
    granted: Granted | None = None
    left: Left | None = None
    deed: tuple[str, bytes] | None = None
    _session: Session | None = field(default=None, repr=False)

    @property
    def session(self) -> Session:
        assert self._session is not None, "the transaction has not begun"
        return self._session

    def begin(self, session: Session) -> None:
        """See who asks, and count it. Raises NoToken, TooOften."""
        self._session, self.deed, house = session, None, self.house
        if not (token := self._token()):
            return
        strict = house.settings.staff_need_two_steps
        kept = (house.ring, house.board, house.shields)
        found = recognise_token(session, token, kept, strict=strict)
        if found is None:
            raise NoToken(given=True)
        self.viewer, self.granted = found
        if self.left is None:
            # Once, also where the deed is done anew.
            self._count(found[1])

    def sign(self, response: Response) -> Response:
        """Say what the token has left: reading, and writing under whichever name, count alike."""
        if self.left is not None:
            times = str(Limit.API_CALLS.times)
            response.headers["RateLimit-Limit"] = times
            response.headers["RateLimit-Remaining"] = str(self.left.times)
            response.headers["RateLimit-Reset"] = str(self.left.seconds)
        return response

    @property
    def nonce(self) -> str:
        """What makes this deed of hers, sent twice, one: of her key for it, or new. Raises Invalid
        for a key that is too long."""
        key = self.request.headers.get("idempotency-key", "")
        if not key:
            return keys.token()
        if len(key) > LONGEST_KEY:
            raise Invalid(KEY, too_long(len(key), LONGEST_KEY))
        hers = self.viewer.me.limit_key().hex()
        where = f"{hers} {self.request.method} {self.request.scope['path']}"
        return keys.digest(f"{where} {key}").hex()

    @property
    def has_key(self) -> bool:
        return bool(self.request.headers.get("idempotency-key"))

    def _token(self) -> str:
        given = self.request.headers.get("authorization", "")
        if not given:
            return ""
        if not given.lower().startswith(SCHEME):
            raise NoToken(given=True)
        return given[len(SCHEME) :].strip()[:LONGEST_TOKEN]

    def _count(self, granted: Granted) -> None:
        limiter = self.house.limiter
        try:
            limiter.hit(Limit.API_CALLS, granted.signed_in.h)
        except TooOften as full:
            self.left = Left(0, max(1, int(full.wait.total_seconds())))
            raise
        self.left = limiter.left(Limit.API_CALLS, granted.signed_in.h)
