"""The messages that stand in Python: what is given as words to those who make messages of them."""

import ast
import re
from collections.abc import Iterable, Iterator

from app.core.languages import Key

# Which of the arguments of a call are words of ours, by place or by name. What is made of tables
# has them among the values of a table.
_WORDS: dict[str, tuple[int | str, ...]] = {
    "Sentence": (0,),
    "words": (0,),
    "no": (0,),
    "phrases": (0,),
    "Invalid": (1,),
    "ForumError": (0,),
    "NotAllowed": (0,),
    "Taken": (0,),
    "NotFound": (0,),
    "ValueError": (0,),
    "Until": (0,),
    "Stored": (1, 2, "title", "holds", "apart", "parts"),
    "sealed": (0,),
    "hashed": (0,),
    "blind": (0,),
}
# For programs, and for those who keep a server.
_NO_WORDS = frozenset(
    (
        *("CheckConstraint", "Index", "compile", "exec_driver_sql", "getLogger", "mapped_column"),
        *("text", "cast", "getattr", "setattr", "RuntimeError", "LookupError", "TypeVar"),
        *("BadKeyring", "BadParcel", "CannotSend", "Checked", "ExceptionGroup"),
        # What is no page.
        *("PlainTextResponse", "Response"),
    )
)
_LOOKS = re.compile(r"(?=.*[^\W\d_]{2})(?:[A-Z][a-z]|.*\S \S)", re.DOTALL)
# By how it begins; a whole heading of HTTP, one name of several words, and what a heading says.
_CODE = re.compile(
    r"[A-Z]{3}|[</.#@&?(\[*]|\{(?!\w*\})|app\.|(?:[A-Z][a-z]*-)+[A-Z][a-z]*$"
    r"|(?:[A-Z][a-z]*){2,}$|[a-z]+/[a-z+]+;|(?:attachment|inline); |(?:private|public), "
    r'|[a-z-]+="'
)


def messages(tree: ast.AST) -> Iterator[Key]:
    """Each message that this file says."""
    for call in _calls(tree):
        if _name(call) == "several":
            one, many = (_string(argument) for argument in call.args[:2])
            if one and many:
                yield one, many
        for argument in _given(call):
            yield from filter(None, (_string(node) for node in _values(argument)))


def unmarked(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What looks like words for people and is none of the messages, with its line."""
    of_messages = {
        id(node)
        for call in _calls(tree)
        for argument in (call.args[:2] if _name(call) == "several" else _given(call))
        for node in _values(argument)
    }
    for node in _all(tree):
        if id(node) not in of_messages:
            text = _text(node)
            if _LOOKS.match(text) and not _CODE.match(text):
                yield node.lineno, text


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    """As it stands, with braces for each value."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(_string(part) or "{}" for part in parts)


def _calls(tree: ast.AST) -> Iterable[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _given(call: ast.Call) -> Iterator[ast.expr]:
    if _name(call) == "words" and isinstance(call.func, ast.Attribute):
        return  # of something else, such as a list
    for place in _WORDS.get(_name(call), ()):
        if isinstance(place, str):
            yield from (named.value for named in call.keywords if named.arg == place)
        elif place < len(call.args):
            yield call.args[place]


def _values(node: ast.expr) -> Iterator[ast.expr]:
    """The strings of which one is meant."""
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from _values(value)
    elif isinstance(node, ast.IfExp):
        yield from _values(node.body)
        yield from _values(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _values(value)
    elif _string(node):
        yield node


def _all(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Every string that is neither a docstring nor for programs."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and _string(node)):
        yield node
    elif not _is_for_programs(node):
        for inner in _inside(node):
            yield from _all(inner)


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(node):
        found = value if isinstance(value, list) else [value]
        if name == "body" and found and _is_text(found[0]):
            found = found[1:]
        if name not in {"annotation", "returns", "slice"}:
            yield from (each for each in found if isinstance(each, ast.AST))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and bool(_string(node.value))


def _is_for_programs(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    of = called.value if isinstance(called, ast.Attribute) else None
    return _name(node) in _NO_WORDS or (isinstance(of, ast.Name) and of.id in {"log", "re", "sa"})


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _string(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
