"""What the house asks of its own files. Each rule yields a sentence for what breaks it."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

Found = Iterator[str]

MOST_LINES = 250
MOST_OF_A_TEST = 450  # a deed has more ways to be tried than to be done
MOST_OF_A_FUNCTION = 39
DOORS = {
    "secrets": {"app/core/keys.py"},
    "datetime.now": {"app/core/clock.py"},
    "date.today": {"app/core/clock.py"},
    "datetime.utcnow": set(),
    "os.environ": {"app/core/settings.py"},
    "os.getenv": {"app/core/settings.py"},
}
COMMITTERS = {"app/core/db.py", "app/core/sessions.py", "app/commands/schema.py"}


def too_long(path: str, source: str, most: int = MOST_LINES) -> Found:
    lines = len(source.splitlines())
    if lines > most:
        yield f"{path} has {lines} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > MOST_OF_A_FUNCTION:
                yield f"{path}: {node.name} has {length} lines"


def commits(path: str, source: str) -> Found:
    """Anything called commit, rollback or begin on whatever is at hand."""
    if path in COMMITTERS:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback", "begin_nested"}:
            yield f"{path}:{node.lineno} {node.attr}s"


def lazy_relationships(path: str, source: str) -> Found:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func).endswith("relationship"):
            lazy = [k.value for k in node.keywords if k.arg == "lazy"]
            if not any(isinstance(v, ast.Constant) and v.value == "raise" for v in lazy):
                yield f"{path}:{node.lineno} loads without being asked"


def wrong_doors(path: str, source: str) -> Found:
    for node in ast.walk(ast.parse(source)):
        for used in _used(node):
            for door, keepers in DOORS.items():
                if (used == door or used.endswith(f".{door}")) and path not in keepers:
                    yield f"{path}:{node.lineno} uses {door}"


def _used(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [_name(node)] if isinstance(node, ast.Attribute) else []


def async_handlers(path: str, source: str) -> Found:
    """Handlers run in one hop of a thread; the loop belongs to the server."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AsyncFunctionDef):
            routed = [d for d in node.decorator_list if _name(d).startswith("router.")]
            if routed:
                yield f"{path}: {node.name} is async"


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def set_up_again(path: str, source: str) -> Found:
    """Browser tests share a site that lasts as long as the run. What fills it for one file only is
    made a second time where a worker comes back to that file."""
    if not path.startswith("tests/browser/"):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and any(a.arg == "site" for a in node.args.args):
            scopes = [k.value for d in node.decorator_list for k in getattr(d, "keywords", ())]
            if any(isinstance(v, ast.Constant) and v.value == "module" for v in scopes):
                yield f"{path}: {node.name} fills the site once a module"


def named_twice(sources: dict[str, str]) -> Found:
    """Members and circles of that site whom two files would make under one name."""
    makers: dict[tuple[str, str], set[str]] = {}
    for path, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            what = _name(node).rpartition(".")[2] if isinstance(node, ast.Call) else ""
            first = getattr(node, "args", [])[:1] if what in {"member", "circle"} else []
            for name in [n.value for n in first if isinstance(n, ast.Constant)]:
                makers.setdefault((what, str(name)), set()).add(path)
    for (what, name), paths in makers.items():
        if len(paths) > 1:
            yield f"{what} {name} is made by {', '.join(sorted(paths))}"


# Data in a script is read and never run: a policy doesn't mind it.
INLINE = {
    "a style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "a script": re.compile(
        r"<script(?! type=\"application/ld\+json\">)(?![^>]*\ssrc=)", re.IGNORECASE
    ),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "hx-on": re.compile(r"\shx-on\b", re.IGNORECASE),
}


def inline(path: str, html: str) -> Found:
    """A page's policy forbids them all, so a browser would ignore them."""
    html = re.sub(r"\{#.*?#\}", "", html, flags=re.DOTALL)
    for what, pattern in INLINE.items():
        if pattern.search(html):
            yield f"{path} holds {what}"


_TAG = re.compile(r"<[a-z](?:\"[^\"]*\"|\{%.*?%\}|\{\{.*?\}\}|[^<>\"{])*>", re.DOTALL)
_BLOCK = re.compile(r"\{%.*?%\}")


def run_together(path: str, html: str) -> Found:
    """Jinja eats the newline after a block: what stands in the next line of a tag runs into what
    stands before the block."""
    for tag in _TAG.finditer(html):
        lines = tag[0].splitlines()
        for line, following in pairwise(lines):
            follows = following.strip()
            eaten = line.endswith("%}") and _BLOCK.sub("", line).strip()
            if eaten and not follows.startswith(("{%-", ">", "/>")):
                yield f"{path}: {line.strip()} runs into {follows}"


def lost_targets(templates: dict[str, str]) -> Found:
    """What htmx replaces must be a block, to be rendered alone, and an element of that id."""
    everything = "\n".join(templates.values())
    blocks = set(re.findall(r"\{%-?\s*block (\w+)", everything))
    ids = set(re.findall(r'\sid="([\w-]+)"', everything))
    for path, html in templates.items():
        for target in re.findall(r'hx-target="#([\w-]+)"', html):
            if target not in blocks:
                yield f"{path}: no block {target}"
            if target not in ids:
                yield f"{path}: no element {target}"
        for target in re.findall(r'\btarget="([\w-]+)"', html):
            if target not in blocks | {"_blank"}:
                yield f"{path}: no block {target}"
