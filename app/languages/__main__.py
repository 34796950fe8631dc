"""Brings the catalogues up to date with what the site says: `python -m app.languages [CODE ...]`.

What is new stands there without a translation, what is not said any more is gone. With the code of
a known language that has no catalogue yet, one is begun: in `begun`, from where nothing is said to
anybody until somebody moves it beside the others.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from app.core.languages import FOLDER, KNOWN, Key
from app.core.settings import ROOT, TEMPLATES
from app.languages import marked
from app.people.safety import help_lines
from app.web.kit import scripts, wording

SOURCES = ROOT / "app"
WIDTH = 100
BEGINNING = datetime(2026, 11, 29, tzinfo=UTC)


def main(codes: list[str]) -> int:
    unknown = [code for code in codes if code not in KNOWN]
    if unknown:
        print(f"Not known in app/core/languages.py: {', '.join(unknown)}.", file=sys.stderr)
        return 2
    template = collected()
    for path in sorted({_path(code) for code in KNOWN}):
        code = path.stem
        if not (path.is_file() or code in codes):
            continue
        catalogue = _read(path)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        # No day of ours: what nobody translated anew has not changed.
        catalogue.creation_date = BEGINNING
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=WIDTH, sort_by_file=True, include_lineno=False)
        missing = sum(1 for each in catalogue if each.id and not each.string)
        print(f"{code}: {len(catalogue)} messages, {missing} without a translation")
    return 0


def collected() -> Catalog:
    """Every message, with the files that say it."""
    found = Catalog()
    for path, keys in _said():
        for key in keys:
            found.add(key, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return found


def of_template(path: Path) -> Iterator[Key]:
    """The messages of one template."""
    if path.suffix not in {".html", ".txt"}:
        return
    source = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
    tree = source.parse(path.read_text())
    for counted in tree.find_all(nodes.Filter):
        if counted.name == "count":
            one, many = (argument.as_const() for argument in counted.args)
            yield f"{{n}} {one}", f"{{n}} {many}"
    messages: list[Key] = []

    def note(message: str) -> str:
        messages.append(message)
        return message

    wording.translated(tree, note, html=path.suffix == ".html")
    yield from messages


def _said() -> Iterator[tuple[Path, Iterable[Key]]]:
    for path in sorted(TEMPLATES.rglob("*.*")):
        yield path, of_template(path)
    for path in scripts.OURS:
        yield path, scripts.messages(path.read_text())
    for path in sorted(SOURCES.rglob("*.py")):
        yield path, marked.messages(ast.parse(path.read_text()))
    yield help_lines.OURS, help_lines.messages()


def _path(code: str) -> Path:
    whole = FOLDER / f"{code}.po"
    return whole if whole.is_file() else FOLDER / "begun" / whole.name


def _read(path: Path) -> Catalog:
    if not path.is_file():
        return Catalog(locale=path.stem, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=path.stem, abort_invalid=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
