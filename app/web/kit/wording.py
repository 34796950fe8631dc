"""The words of a template, as whole sentences, so that it can be compiled in another language.

A template stays as it is written: `<p>Posted by <b>{{ poster.name }}</b></p>` holds the message
`Posted by <b>{name}</b>`, in which a translation moves what stands in brackets. So a page in
another language takes no longer than one in ours.
"""

import re
from collections.abc import Iterable
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from app.web.kit.html_scanner import Kind, Scanner
from app.web.kit.sentences import LETTER, Item, Piece, Say, Tag, said, split

# These stand within a sentence; any other tag ends it.
INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "kbd", "mark", "q", "small"),
        *("span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)
# The filter that says a value in the language of the page.
IN_WORDS = "in_words"
# What these are given are no words.
FUNCTIONS = frozenset(("icon", "range", "static", "url"))
FILTERS = frozenset(("attr", "groupby", "map", "rejectattr", "selectattr", "sort"))


def translated(tree: nodes.Template, say: Say, *, html: bool) -> nodes.Template:
    """The template with other words. `say` gives for each message what is said instead, and is
    asked for the message's plural forms by the filter `count` alone, when the page is made.

    Raises Untranslatable.
    """
    tree.body = _Weaver(say, Scanner(), html=html).body(tree.body)
    if tree.environment:
        tree.set_environment(tree.environment)
    return tree


class _Weaver:
    """Goes through the statements of one body, from wherever in the HTML that begins."""

    def __init__(self, say: Say, scanner: Scanner, *, html: bool) -> None:
        self._say, self._scanner, self._html = say, scanner, html
        self._consts = _Consts(say)
        self._out: list[Item] = []
        self._run: list[Piece] = []
        self._value: list[Piece] = []
        self._tag: Tag | None = None

    def body(self, statements: Iterable[nodes.Node]) -> list[nodes.Node]:
        for statement in statements:
            if isinstance(statement, nodes.Output):
                for node in statement.nodes:
                    self._printed(node)
            else:
                assert isinstance(statement, nodes.Stmt)
                self._statement(statement)
        self._end_run()
        self._end_value()
        return _as_statements(self._out)

    def _printed(self, node: nodes.Expr) -> None:
        if not isinstance(node, nodes.TemplateData):
            self._expression(node)
        elif not self._html:
            self._plain(node.data)
        else:
            for kind, code in self._scanner.read(node.data):
                self._read(kind, code)

    def _plain(self, text: str) -> None:
        """A blank line ends a paragraph."""
        for n, paragraph in enumerate(re.split(r"(\n\s*\n)", text)):
            if n % 2:
                self._end_run()
                self._out.append(paragraph)
            elif paragraph:
                self._run.append(paragraph)

    def _read(self, kind: Kind, code: str) -> None:
        match kind:
            case Kind.TEXT:
                self._run.append(code)
            case Kind.VALUE:
                self._value.append(code)
            case Kind.VALUE_ENDS:
                self._end_value()
            case Kind.TAG_BEGINS:
                self._begin_tag()
            case Kind.TAG_ENDS:
                self._end_tag()
            case Kind.CODE:
                self._sink().append(code)

    def _begin_tag(self) -> None:
        if self._scanner.name in INLINE:
            self._tag = Tag(self._scanner.name, self._scanner.closes)
        else:
            self._end_run()

    def _end_tag(self) -> None:
        if self._tag:
            self._run.append(self._tag)
            self._tag = None

    def _sink(self) -> list[Item]:
        return self._tag.items if self._tag else self._out

    def _expression(self, node: nodes.Expr) -> None:
        if not self._html or self._scanner.is_text:
            self._run.append(self._consts.printed(node))
        elif self._scanner.is_spoken:
            self._value.append(self._consts.printed(node))
        else:
            self._code(node)

    def _code(self, node: nodes.Expr) -> None:
        # Code that stands in the text, such as what is in a picture, is no part of a sentence.
        if not self._tag:
            self._end_run()
        self._sink().append(node)

    def _statement(self, node: nodes.Stmt) -> None:
        for name, value in node.iter_fields():
            if name in {"body", "elif_", "else_"} and isinstance(value, list):
                inner = _Weaver(self._say, self._scanner.copy(), html=self._html)
                setattr(node, name, inner.body(value))
            else:
                setattr(node, name, self._consts.inside(value))
        if self._html and not self._scanner.is_text:
            self._end_value()
        else:
            self._end_run()
        self._sink().append(node)

    def _end_run(self) -> None:
        self._out += said(self._run, self._say)
        self._run = []

    def _end_value(self) -> None:
        items = said(self._value, self._say)
        self._sink().extend(i.replace('"', "&quot;") if isinstance(i, str) else i for i in items)
        self._value = []


class _Consts(NodeTransformer):
    """Words that stand in an expression: those with a capital, or with a space."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def printed(self, node: nodes.Expr) -> nodes.Expr:
        """As `inside`; what is printed as it stands is words in any case."""
        if isinstance(node, nodes.Const):
            return self._const(node)
        if isinstance(node, nodes.CondExpr):
            node.test = self.inside(node.test)
            node.expr1 = self.printed(node.expr1)
            node.expr2 = node.expr2 and self.printed(node.expr2)
            return node
        found: nodes.Expr = self.inside(node)
        return found

    def inside(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.inside(each) for each in value]
        return self.visit(value) if isinstance(value, nodes.Node) else value

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802  # the library's name
        return self._const(node) if _is_words(node.value) else node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        named = isinstance(node.node, nodes.Name) and node.node.name
        return node if named in FUNCTIONS else self.generic_visit(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """Words and values side by side are one sentence."""
        parts = [one for one in node.nodes if isinstance(one, nodes.Const)]
        if not any(_is_words(one.value) for one in parts):
            found: nodes.Node = self.generic_visit(node)
            return found
        run = [
            str(one.value) if isinstance(one, nodes.Const) else self.inside(one)
            for one in node.nodes
        ]
        node.nodes = [_in_words(one) for one in said(run, self._say)]
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802
        if node.name == "count" or node.name in FILTERS:
            node.node = self.inside(node.node)
            return node
        return self.generic_visit(node)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        node.node = self.inside(node.node)
        return node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        return node

    def visit_Test(self, node: nodes.Test) -> nodes.Node:  # noqa: N802
        return node

    def _const(self, node: nodes.Const) -> nodes.Const:
        text = node.value
        if not isinstance(text, str) or not LETTER.search(text):
            return node
        before, words, after = split(text)
        return nodes.Const(before + self._say(words) + after, lineno=node.lineno)


def _in_words(item: Item) -> nodes.Expr:
    """A part of a sentence that is put together where nothing is printed yet."""
    if isinstance(item, str):
        return nodes.Const(item)
    return nodes.Filter(item, IN_WORDS, [], [], None, None)


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(
        LETTER.search(value) and (value[0].isupper() or " " in value or not value.isascii())
    )


def _as_statements(items: Iterable[Item]) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for item in items:
        if isinstance(item, nodes.Stmt):
            made.append(item)
            continue
        if not made or not isinstance(made[-1], nodes.Output):
            made.append(nodes.Output([]))
        printed = made[-1].nodes  # type: ignore[attr-defined]
        if not isinstance(item, str):
            printed.append(item)
        elif printed and isinstance(printed[-1], nodes.TemplateData):
            printed[-1].data += item
        elif item:
            printed.append(nodes.TemplateData(item))
    return made
