"""A Spanish in which each sentence is the English one in brackets."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from starlette.applications import Starlette

from app.core import languages
from app.core.languages import Key
from app.languages.__main__ import collected

SPANISH = languages.KNOWN["es"]


@cache
def all_messages() -> frozenset[Key]:
    """All that the site says."""
    return frozenset(tuple(m.id) if m.pluralizable else m.id for m in collected() if m.id)


def kept(folder: Path, code: str, said: Mapping[Key, str | Iterable[str]]) -> None:
    """As the catalogue of this language."""
    catalogue = Catalog(locale=code)
    for message, other in said.items():
        catalogue.add(message, other)
    with (folder / f"{code}.po").open("wb") as file:
        write_po(file, catalogue)
    languages._spoken.cache_clear()  # the folder may have been looked at without it


@contextmanager
def catalogues_in(folder: Path) -> Iterator[None]:
    """Those of this folder are spoken, and no others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "FOLDER", folder)
        yield


@contextmanager
def bracketed(folder: Path, messages: Iterable[Key]) -> Iterator[None]:
    """These messages can be had in it, and no others."""
    with catalogues_in(folder):
        kept(folder, "es", {message: _in_brackets(message) for message in messages})
        yield


@contextmanager
def speaking(app: Starlette, folder: Path) -> Iterator[None]:
    """The pages of this application can be had in it."""
    with bracketed(folder, all_messages()):
        # What was asked for before has the site's own.
        app.state.templates._others.pop(SPANISH, None)
        yield
        app.state.templates._others.pop(SPANISH, None)


def _in_brackets(message: Key) -> str | tuple[str, ...]:
    if isinstance(message, str):
        return f"⟦{message}⟧"
    one, many = (f"⟦{form}⟧" for form in message)
    # Of Spanish: one, millions, others.
    return one, many, many
