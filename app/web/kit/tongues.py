"""In which language she is answered."""

from app.core import languages
from app.core.languages import Language
from app.web.kit.visit import Visit


def of(visit: Visit) -> Language:
    """Hers where she has chosen one, else what her browser prefers, else the site's."""
    if chosen := languages.chosen(visit.viewer.language):
        return chosen
    accepted = visit.request.headers.get("accept-language", "")
    return languages.preferred(accepted, visit.house.settings.spoken)
