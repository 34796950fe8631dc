"""In which language she is answered."""

from starlette.datastructures import Headers

from app.core import languages
from app.core.languages import Language
from app.core.settings import Settings
from app.people.viewer import Viewer
from app.web.kit.visit import Visit


def of(visit: Visit) -> Language:
    """Hers where she has chosen one, else what her browser prefers, else the site's."""
    return of_reader(visit.viewer, visit.request.headers, visit.house.settings)


def of_reader(viewer: Viewer, headers: Headers, settings: Settings) -> Language:
    """The same, for whoever asks in another way than for a page."""
    if chosen := languages.chosen(viewer.language):
        return chosen
    return languages.preferred(headers.get("accept-language", ""), settings.spoken)
