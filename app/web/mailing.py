"""Letters where no page is shown: those about notifications, and of accounts. From templates/mail,
as plain text and as HTML, which say the same.

Their subject says nothing, and their links lead to the configured address alone.
"""

from app.core import languages
from app.core.outbox import Mail
from app.core.settings import Settings
from app.oversight.notifications.mail_letters import Letter, Write
from app.people.house import House
from app.people.members.letters import Reader, Writer
from app.web.kit import addresses
from app.web.kit.addresses import url
from app.web.kit.letters import DISCREET_SUBJECT, SUBJECT, Letters
from app.web.kit.route import OneHop
from app.web.kit.templating import Templates
from app.web.routers import ROUTERS


def writer(settings: Settings) -> Write:
    """What writes letters out, also where no page is shown."""
    site = Templates(settings)
    addresses.learn(r for router in ROUTERS for r in router.routes if isinstance(r, OneHop))

    def write(letter: Letter) -> Mail:
        templates = site.speaking(languages.chosen(letter.language))
        subject = templates.said(DISCREET_SUBJECT if letter.discreet else SUBJECT)
        stop = settings.address + url("unsubscribe", token=letter.stop)
        context = {
            "name": letter.name,
            "lines": letter.lines,
            "link": settings.address + _path(letter),
            "stop": stop,
            "stop_kind": letter.stop_kind
            and settings.address + url("unsubscribe", token=letter.stop_kind),
            "discreet": subject if letter.discreet else "",
        }
        return Mail(
            letter.to,
            subject,
            templates.render("mail/noted.txt", context),
            templates.render("mail/noted.html", context),
            nameless=letter.discreet,
            unsubscribe=stop,
            receiver=letter.receiver,
        )

    return write


def writer_for(house: House) -> Write:
    """The same, by the settings of the moment at which a letter is written."""
    made = (house.settings, writer(house.settings))

    def write(letter: Letter) -> Mail:
        nonlocal made
        settings = house.present.settings
        if made[0] is not settings:
            made = (settings, writer(settings))
        return made[1](letter)

    return write


def account_writer(settings: Settings) -> Letters:
    """What writes the letters of an account, also where no page is shown."""
    addresses.learn(r for router in ROUTERS for r in router.routes if isinstance(r, OneHop))
    return Letters(Templates(settings), settings.address)


def account_writer_for(house: House) -> Writer:
    """The same, made where a letter is written: few of these are."""

    def write(letter: str, reader: Reader, *, link: str = "", valid_for: str = "") -> Mail:
        made = account_writer(house.present.settings)
        return made(letter, reader, link=link, valid_for=valid_for)

    return write


def _path(letter: Letter) -> str:
    return url("sign_in") if letter.discreet else letter.path or url("notifications")
