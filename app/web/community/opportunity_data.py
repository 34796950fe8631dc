"""Structured data in the page of a public opportunity, for search engines."""

import json

from markupsafe import Markup

from app.community.opportunities import structured
from app.community.opportunities.queries import Found
from app.core import text
from app.people.house import House
from app.people.viewer import Viewer
from app.web.kit.addresses import url

# In a script of data a browser looks for its end, and in some for comments: none of these signs
# may stand there. JSON has another spelling for each (RFC 8259, section 7).
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def of(viewer: Viewer, house: House, found: Found) -> Markup:
    """For a visitor, of what is open and public; nothing for whoever is signed in."""
    if viewer.signed_in or not (found.row.public and found.is_open):
        return Markup()
    address = house.settings.address + url("opportunity", opportunity_id=found.row.id)
    said = structured.of(found.row, address)
    if said is None:
        return Markup()
    return text.trusted(json.dumps(said, ensure_ascii=False).translate(_ESCAPED))
