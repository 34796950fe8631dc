"""A sentence of a template: its words, and what stands among them, which another language puts
elsewhere."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

Say = Callable[[str], str]
Item = str | nodes.Expr | nodes.Stmt

EMPTY = frozenset(("br", "wbr"))
_PARTS = re.compile(r"<(/?)([a-z]+\d*)>|\{(\w+)\}")
_SPACE = re.compile(r"\s+")
_ATTRIBUTE = re.compile(r'[a-z-]+="')
LETTER = re.compile(r"[^\W\d_]")


@dataclass
class Tag:
    """A tag within a sentence, with the code of which it is made."""

    name: str
    closes: bool
    items: list[Item] = field(default_factory=list)


Piece = str | nodes.Expr | Tag


class Untranslatable(ValueError):
    """A translation that has not what its message has."""


def said(run: Sequence[Piece], say: Say) -> list[Item]:
    """The same code around what `say` makes of the sentence. Raises Untranslatable."""
    before, core, after = _peeled(run)
    if _has_words(core):
        message = _Message(core)
        other = say(message.id)
        items = _items(core) if other == message.id else message.in_words(other)
    else:
        items = _items(core)
    return [*_items(before), *items, *_items(after)]


def _has_words(core: Sequence[Piece]) -> bool:
    """Attributes that a macro makes for a tag are none."""
    texts = [piece for piece in core if isinstance(piece, str)]
    return any(map(LETTER.search, texts)) and not _ATTRIBUTE.match(texts[0])


class _Message:
    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._parts: dict[str, list[Item]] = {}
        self._open: list[str] = []
        self.id = _SPACE.sub(" ", "".join(map(self._part, pieces)))

    def in_words(self, other: str) -> list[Item]:
        """The same parts in the places that another sentence has for them."""
        items: list[Item] = []
        used, at = [], 0
        for part in _PARTS.finditer(other):
            if part[0] not in self._parts:
                raise Untranslatable(f"“{other}” has {part[0]}, which “{self.id}” has not.")
            items += [other[at : part.start()], *self._parts[part[0]]]
            used.append(part[0])
            at = part.end()
        if missing := set(self._parts) - set(used):
            raise Untranslatable(f"“{other}” lacks {', '.join(missing)} of “{self.id}”.")
        return [*items, other[at:]]

    def _part(self, piece: Piece) -> str:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, Tag):
            return self._mark(piece)
        name = self._free(f"{{{_name(piece)}", "}", [piece])
        self._parts[name] = [piece]
        return name

    def _mark(self, tag: Tag) -> str:
        if tag.closes:
            name = self._open.pop() if self._open else tag.name
            key = f"</{name}>"
        else:
            key = self._free(f"<{tag.name}", ">")
            if tag.name not in EMPTY:
                self._open.append(key[1:-1])
        self._parts[key] = tag.items
        return key

    def _free(self, start: str, end: str, same: list[Item] | None = None) -> str:
        number = 1
        key = start + end
        while key in self._parts and self._parts[key] != same:
            number += 1
            key = f"{start}{number}{end}"
        return key


def _peeled(run: Sequence[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """What stands before and after a sentence without belonging to it: space, pictures, and tags
    that hold the whole of it."""
    before: list[Piece] = []
    core = list(run)
    after: list[Piece] = []
    while core:
        first, last = core[0], core[-1]
        if _is_edge(first):
            before.append(core.pop(0))
        elif _is_edge(last):
            after.insert(0, core.pop())
        elif isinstance(first, str) and first[0].isspace():
            start, words, end = split(first)
            before.append(start)
            core[0] = words + end
        elif isinstance(last, str) and last[-1].isspace():
            start, words, end = split(last)
            after.insert(0, end)
            core[-1] = start + words
        elif _holds_all(core):
            before.append(core.pop(0))
            after.insert(0, core.pop())
        else:
            break
    return before, core, after


def _is_edge(piece: Piece) -> bool:
    if isinstance(piece, str):
        return not piece.strip()
    if isinstance(piece, Tag):
        return piece.name in EMPTY
    called = isinstance(piece, nodes.Call) and isinstance(piece.node, nodes.Name)
    return called and piece.node.name == "icon"  # type: ignore[attr-defined]


def _holds_all(core: Sequence[Piece]) -> bool:
    first = core[0]
    if not isinstance(first, Tag) or first.closes or len(core) == 1:
        return False
    depth = 0
    for at, piece in enumerate(core):
        if isinstance(piece, Tag) and piece.name == first.name:
            depth += -1 if piece.closes else 1
            if depth == 0:
                return at == len(core) - 1
    return False


def split(text: str) -> tuple[str, str, str]:
    """Its words, and the space before and after them."""
    words = text.strip()
    before, _, after = text.partition(words) if words else (text, "", "")
    return before, words, after


def _name(node: nodes.Node) -> str:
    """What a translator reads in place of an expression."""
    match node:
        case nodes.Name(name=name) | nodes.Getattr(attr=name):
            return str(name)
        case nodes.Filter(node=inner) | nodes.Call(node=inner) | nodes.Getitem(node=inner) if inner:
            return _name(inner)
        case nodes.CondExpr(expr1=inner) | nodes.Or(left=inner) | nodes.And(left=inner):
            return _name(inner)
    return "words"


def _items(pieces: Iterable[Piece]) -> list[Item]:
    found: list[Item] = []
    for piece in pieces:
        found += piece.items if isinstance(piece, Tag) else [piece]
    return found
