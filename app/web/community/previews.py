"""How words will look, before anybody else sees them."""

from typing import Any

from markupsafe import Markup

from app.core import text
from app.people.members import queries as members
from app.web.kit.asking import InTransaction
from app.web.kit.forms import Filled


def of(session: InTransaction, body: str) -> Markup:
    known = members.known_handles(session, text.mentioned(body))
    return text.trusted(text.rendered(body, known))


def asked_for(session: InTransaction, form: Filled[Any]) -> Markup:
    """The preview that was asked for without a script: the form itself comes back with it."""
    wanted = form.value("preview") and not form.errors
    return of(session, form.data.body) if wanted else Markup()
