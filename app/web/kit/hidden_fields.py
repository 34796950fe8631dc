"""Hidden fields of our forms, made when a template prints them."""

from functools import cached_property

from app.core import keys
from app.core.keys import BLIND
from app.web.kit import csrf
from app.web.kit.visit import Visit


class CsrfField:
    """The hidden field of a form of ours, the same for all forms of a page.

    Made when a template prints it: a page without a form gives a visitor no cookie.
    """

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @cached_property
    def _html(self) -> str:
        token = csrf.token(self._visit.house.ring, self._visit.secret)
        return f'<input type="hidden" name="csrf_token" value="{token}">'

    def __html__(self) -> str:
        return self._html

    __str__ = __html__


class OnceField:
    """In forms which create something: the same form sent twice creates one thing."""

    def __html__(self) -> str:
        return f'<input type="hidden" name="form_nonce" value="{keys.random_bytes(BLIND).hex()}">'

    __str__ = __html__
