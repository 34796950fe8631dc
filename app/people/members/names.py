"""What a member may not be called: by these names the site itself speaks, or nobody does."""

import unicodedata

from app.people.members.handles import RESERVED

# In each language of the pages; as `_letters` leaves them.
_OF_THE_SITE = RESERVED | frozenset(
    {
        *("moderators", "moderation", "moderationteam", "administrators", "administration"),
        *("theteam", "anonymous", "aformermember", "formermember"),
        *("moderadora", "moderador", "moderadoras", "moderación", "equipodemoderación"),
        *("administradora", "administrador", "administradoras", "administración"),
        *("anónima", "anónimo", "unaantiguaintegrante", "soporte"),
        *("مشرفة", "مشرف", "مشرفات", "الإشراف", "فريقالإشراف", "مديرةالموقع", "مديرة", "الإدارة"),
        *("بلااسم", "مجهولة", "عضوةسابقة", "الدعم"),
    }
)


def is_of_the_site(name: str) -> bool:
    """Whether who has this name seems to speak for the site, or to be nobody. Capitals, spaces and
    signs between its letters make it no other name."""
    return _letters(name) in _OF_THE_SITE


def _letters(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFC", "".join(sign for sign in folded if sign.isalpha()))
