"""The letters of an account, from templates/mail. Subjects say nothing of what she reads, and for
who wants her letters discreet nothing at all."""

from collections import defaultdict
from typing import Annotated

from fastapi import Depends, Request

from app.core import languages
from app.core.languages import Language, Sentence, phrases
from app.core.outbox import Mail
from app.people.house import House
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
# What she gets for what she has just done, in the language in which she did it. In all others that
# would tell her something of whoever did it.
_BY_HERSELF = frozenset(
    (
        *("verify", "reset", "email_change", "email_changed", "password_changed"),
        *("steps_changed", "token_made", "account_closed", "account_kept"),
    )
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

    def __init__(self, templates: Templates, address: str, asker: Language | None = None) -> None:
        """The `templates` are in the language of the site, the `asker` reads another."""
        self._templates = templates
        self._address = address
        self._asker = asker

    def __call__(self, letter: str, reader: Reader, *, link: str = "", valid_for: str = "") -> Mail:
        path = url(_ROUTES[letter], token=link) if letter in _ROUTES else url(_PAGES[letter])
        context = {"name": reader.name, "link": self._address + path, "valid_for": valid_for}
        context["discreet"] = DISCREET_SUBJECT if reader.discreet else ""
        asker = self._asker if letter in _BY_HERSELF else None
        templates = self._templates.speaking(languages.chosen(reader.language) or asker)
        text = templates.render(f"mail/{letter}.txt", context)
        html = templates.render(f"mail/{letter}.html", context)
        subject = DISCREET_SUBJECT if reader.discreet else _SUBJECTS[letter]
        return Mail(reader.to, templates.said(subject), text, html, nameless=reader.discreet)


def of(house: House, made: Templates, asker: Language | None = None, browser: str = "") -> Post:
    """The desk from which letters go; `asker` reads another language than the site, `browser` is
    what she comes with."""
    settings, brand = house.settings, house.site.now.brand
    letters = Letters(made.saying(settings, settings.spoken, brand), settings.address, asker)
    known = settings.breached_passwords
    return Post(house.ring, letters, settings.site_name, browser, known)


def _desk(request: Request) -> Post:
    visit: Visit = request.scope["visit"]
    return of(visit.house, request.app.state.templates, tongues.of(visit), visit.browser)


Desk = Annotated[Post, Depends(_desk)]
