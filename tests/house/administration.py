"""What the world has of administration: an announcement, and forms that fit."""

from app.core import clock
from app.core.keys import base32
from app.people.site.models import Announcement, Audience
from tests.make import Make

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
    "put_away": {"next": "/circles"},
}
OF_ITS_OWN = {"dismiss_host": {"handle": "hosting"}}
STAFF = (
    *("admin", "admin_settings", "admin_circles", "admin_circle", "admin_roles"),
    *("admin_help_lines", "admin_country"),
)
# How a block holds there (tests/house/test_surfaces.py).
HOLDS = {
    **{f"GET {name}": "staff" for name in (*STAFF, "admin_announcements")},
    **{f"POST {name}": "staff" for name in FORMS if name != "put_away"},
    "GET announcement": "none",
    "POST put_away": "own",
}
# Who may (tests/house/test_permissions.py), in the order of its people.
TABLE = {
    **{f"GET {name}": "s!!!!!!!+" for name in (*STAFF, "admin_announcements")},
    **{f"POST {name}": "!!!!!!!!+" for name in FORMS if name != "put_away"},
    "GET announcement": "+++++++++",
    "POST put_away": "+++++++++",
    # Hana alone hosts, and not in every world.
    "POST dismiss_host": "!!!!!!!!-",
}


def build(make: Make) -> dict[str, str]:
    """Its last day was long ago, so that it stands above no page."""
    day = clock.today().replace(year=2020, day=1)
    said = Announcement(words="It was", audience=Audience.MEMBERS, begins=day, ends=day)
    number = base32(make.saved(said).id)
    return {"announcement_id": number, "setting": "site-name", "country": "is", "hosting": "grace"}
