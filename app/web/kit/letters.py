"""The letters of an account, from templates/mail. Subjects say nothing of what she reads, and for
who wants her letters discreet nothing at all."""

from collections import defaultdict
from typing import Annotated

from fastapi import Depends, Request

from app.core import languages
from app.core.languages import Sentence, phrases
from app.core.outbox import Mail
from app.people.members.accounts import Post
from app.people.members.letters import Reader
from app.web.kit import tongues
from app.web.kit.addresses import url
from app.web.kit.templating import Templates
from app.web.kit.visit import Visit

_SUBJECTS = phrases(
    {
        "verify": "Please confirm your address",
        "already_member": "You have an account already",
        "reset": "A new password",
        "email_change": "Please confirm your new address",
        "email_changed": "Your address was changed",
        "password_changed": "Your password was changed",
        "new_sign_in": "A new sign-in",
        "steps_changed": "Your sign-in was changed",
        "token_made": "A token was made",
        "webhook_added": "A webhook was added",
        "webhook_stopped": "A webhook was switched off",
        "account_closed": "Your account is closed",
        "account_kept": "Your account is open again",
        "request_approved": "Your account is open",
        "request_answered": "An answer to your request",
        "decided": "A message for you",
        "moved_here": "Your account has a new place",
    }
)
DISCREET_SUBJECT = Sentence("A note for you")
# Of what is new, whatever it is.
SUBJECT = Sentence("Something for you")
_ROUTES = {
    "verify": "verify_email",
    "reset": "reset_password",
    "email_change": "confirm_email",
}


# Where the others lead.
_PAGES = defaultdict(lambda: "sign_in", moved_here="forgot_password")


class Letters:
    """Writes letters whose links lead to the configured address, never to a Host header's."""

    def __init__(self, templates: Templates, address: str) -> None:
        self._templates = templates
        self._address = address

    def __call__(self, letter: str, reader: Reader, *, link: str = "", valid_for: str = "") -> Mail:
        path = url(_ROUTES[letter], token=link) if letter in _ROUTES else url(_PAGES[letter])
        context = {"name": reader.name, "link": self._address + path, "valid_for": valid_for}
        context["discreet"] = DISCREET_SUBJECT if reader.discreet else ""
        templates = self._templates.speaking(languages.chosen(reader.language))
        text = templates.render(f"mail/{letter}.txt", context)
        html = templates.render(f"mail/{letter}.html", context)
        subject = DISCREET_SUBJECT if reader.discreet else _SUBJECTS[letter]
        return Mail(reader.to, templates.said(subject), text, html, nameless=reader.discreet)


def _desk(request: Request) -> Post:
    visit: Visit = request.scope["visit"]
    settings, brand = visit.house.settings, visit.house.site.now.brand
    templates: Templates = request.app.state.templates.saying(settings, tongues.of(visit), brand)
    letters = Letters(templates, settings.address)
    known = settings.breached_passwords
    return Post(visit.house.ring, letters, settings.site_name, visit.browser, known)


Desk = Annotated[Post, Depends(_desk)]
