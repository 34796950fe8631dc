"""A Spanish in which each message is the English one in brackets."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from app.core import languages
from app.core.languages import Key, preferred

_CACHED = (languages.catalogue, languages.spoken, preferred)


@contextmanager
def bracketed(folder: Path, messages: Iterable[Key]) -> Iterator[None]:
    """While it is spoken; its catalogue lies in this folder."""
    catalogue = Catalog(locale="es")
    for key in messages:
        if isinstance(key, str):
            catalogue.add(key, f"⟦{key}⟧")
        else:
            forms = (key[0], *[key[1]] * (catalogue.num_plurals - 1))
            catalogue.add(key, tuple(f"⟦{form}⟧" for form in forms))
    with (folder / "es.po").open("wb") as file:
        write_po(file, catalogue)
    kept, languages.FOLDER = languages.FOLDER, folder
    for each in _CACHED:
        each.cache_clear()
    try:
        yield
    finally:
        languages.FOLDER = kept
        for each in _CACHED:
            each.cache_clear()
