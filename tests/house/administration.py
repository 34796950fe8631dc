"""What the world has of administration: an announcement, and forms that fit."""

from app.core import clock
from app.core.keys import base32
from app.people.site.models import Announcement, Audience, SiteRules
from app.people.webhooks import contents
from app.people.webhooks.contents import Said
from app.people.webhooks.models import Webhook, WebhookState
from tests.make import Make

# One white point: what is left of a PNG when nothing is noted in it.
LOGO = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAHLCMmQAAAABJRU5ErkJggg=="
)
TODAY = clock.today().isoformat()
LINES = """name: Iceland
emergency: 112
source: https://www.112.is/

kind: crisis
name: Hjálparsíminn 1717
phone: 1717
hours: Day and night
whom: Anybody who needs to talk
web: https://www.1717.is/
source: https://www.1717.is/
"""
WEBHOOK = {
    "name": "The chat of the team",
    "url": "https://bridge.example.com/in",
    "happenings": "report.waiting",
}
FORMS: dict[str, dict[str, str]] = {
    "admin_settings": {"site_name": "Common Thread", "welcome": "", "joining_days": "30"},
    "put_back_setting": {},
    "admin_circle_readers": {"visibility": "members"},
    "admin_circle_hosts": {"handle": "stella"},
    "dismiss_host": {},
    "close_circle": {"closed": "yes"},
    "admin_role": {"role": "moderator"},
    "admin_announcements": {
        "words": "On Sunday we move",
        "audience": "members",
        "begins": TODAY,
        "ends": TODAY,
    },
    "take_down": {},
    "admin_country": {"words": LINES},
    "put_back_country": {},
    "admin_rules": {"body": "1. Speak for yourself", "as_of": "", "tell": "on"},
    "no_rules": {},
    "give_colour": {"colour": "#7a1f5c"},
    "usual_colour": {},
    "give_logo": {"logo": LOGO},
    "remove_logo": {},
    "put_away": {"next": "/circles"},
    "admin_webhooks": WEBHOOK,
    "admin_webhook": WEBHOOK,
    "switch_webhook": {"on": "no"},
    "renew_webhook": {},
    "test_webhook": {},
    "delete_webhook": {},
}
OF_ITS_OWN = {"dismiss_host": {"handle": "hosting"}}
STAFF = (
    *("admin", "admin_settings", "admin_circles", "admin_circle", "admin_roles"),
    *("admin_help_lines", "admin_country", "admin_rules", "admin_webhooks", "admin_webhook"),
    *("admin_look", "trial"),
)
# How a block holds there (tests/house/test_surfaces.py).
HOLDS = {
    **{f"GET {name}": "staff" for name in (*STAFF, "admin_announcements")},
    **{f"POST {name}": "staff" for name in FORMS if name != "put_away"},
    "GET announcement": "none",
    "GET look": "none",
    "GET earlier_guidelines": "none",
    "GET guidelines_version": "none",
    "POST put_away": "own",
}
# Who may (tests/house/test_permissions.py), in the order of its people.
TABLE = {
    **{f"GET {name}": "s!!!!!!!+" for name in (*STAFF, "admin_announcements")},
    **{f"POST {name}": "!!!!!!!!+" for name in FORMS if name != "put_away"},
    "GET announcement": "+++++++++",
    # There is neither a colour nor a logo.
    "GET look": "---------",
    "GET earlier_guidelines": "+++++++++",
    "GET guidelines_version": "+++++++++",
    "POST put_away": "+++++++++",
    # Hana alone hosts, and not in every world.
    "POST dismiss_host": "!!!!!!!!-",
}


def build(make: Make) -> dict[str, str]:
    """Its last day was long ago, so that it stands above no page."""
    day = clock.today().replace(year=2020, day=1)
    said = Announcement(words="It was", audience=Audience.MEMBERS, begins=day, ends=day)
    number = base32(make.saved(said).id)
    hook, state = Webhook(sealed=b""), WebhookState(webhook_id=0)
    wanted = Said(WEBHOOK["name"], WEBHOOK["url"], contents.new_secret(), ("report.waiting",))
    contents.write(make.house.ring, hook, wanted)
    state.webhook_id = make.saved(hook).id
    make.saved(state)
    make.saved(SiteRules(n=1, body="Be kind", html="<p>Be kind</p>", day=day))
    said = {
        "announcement_id": number,
        "webhook_id": base32(hook.id),
        "version": "1",
        "colour": "7a1f5c",
    }
    return said | {"setting": "site-name", "country": "is", "hosting": "grace"}
