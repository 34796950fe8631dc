"""A migration only adds: the version before it goes on serving while it is applied, and after."""

import ast
import re

import pytest

from app.core.settings import MIGRATIONS

CONTRACTS = re.compile(r"^Contracts: \S+", re.MULTILINE)
TAKES_AWAY = {
    *("drop_table", "drop_column", "rename_table"),
    # What the version before may still write would be refused.
    *("create_check_constraint", "create_unique_constraint", "create_foreign_key"),
    *("create_exclude_constraint", "create_primary_key"),
}
# How SQL says the same.
SAYS = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN)|RENAME|SET\s+NOT\s+NULL|TRUNCATE|ADD\s+CONSTRAINT|ALTER\s+COLUMN)\b",
    re.IGNORECASE,
)


def takings(source):
    """What of an `upgrade` the version before could not live with."""
    tree = ast.parse(source)
    upgrade = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "upgrade")
    made = {_text(call) for call in _calls(upgrade) if _name(call) == "create_table"}
    for call in _calls(upgrade):
        if trouble := _trouble(call, made):
            yield f"line {call.lineno}: {trouble}"


def _trouble(call, made):
    name, said = _name(call), {word.arg: word.value for word in call.keywords}
    if name in TAKES_AWAY and not (set(map(_constant, call.args)) & made):
        return name
    if name == "create_index" and _constant(said.get("unique")) is True:
        return None if set(map(_constant, call.args)) & made else "a unique index"
    if name == "alter_column" and (set(said) & {"new_column_name", "type_"} or _strict(said)):
        return "alter_column"
    if name == "add_column" and any(_is_needed(arg) for arg in call.args):
        return "a column without a default that must not be empty"
    return "SQL that takes away" if name == "execute" and SAYS.search(ast.unparse(call)) else None


def _is_needed(arg):
    if not isinstance(arg, ast.Call) or _name(arg) != "Column":
        return False
    said = {word.arg: word.value for word in arg.keywords}
    return _strict(said) and "server_default" not in said


def _strict(said):
    return "nullable" in said and _constant(said["nullable"]) is False


def _calls(node):
    return [n for n in ast.walk(node) if isinstance(n, ast.Call)]


def _name(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _constant(node):
    return node.value if isinstance(node, ast.Constant) else None


def _text(call):
    return _constant(call.args[0])


def test_migrations_only_add_or_say_why_not():
    wrong = {}
    for file in sorted((MIGRATIONS / "versions").glob("*.py")):
        source = file.read_text()
        contracts = CONTRACTS.search(ast.get_docstring(ast.parse(source)) or "")
        if not contracts and (found := list(takings(source))):
            wrong[file.name] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("line", "is_well"),
    [
        ('op.create_table("new", sa.Column("a", sa.Integer(), nullable=False))', True),
        ('op.add_column("old", sa.Column("a", sa.Integer(), nullable=True))', True),
        (
            'op.add_column("old", sa.Column("a", sa.Text(), server_default="", nullable=False))',
            True,
        ),
        ('op.create_index("i", "old", ["a"])', True),
        ('op.alter_column("old", "a", nullable=True)', True),
        ('op.drop_index("i", "old")', True),
        ('op.execute("UPDATE old SET a = 1")', True),
        ('op.create_table("new"); op.create_index("i", "new", ["a"], unique=True)', True),
        ('op.add_column("old", sa.Column("a", sa.Integer(), nullable=False))', False),
        ('op.drop_table("old")', False),
        ('op.drop_column("old", "a")', False),
        ('op.rename_table("old", "new")', False),
        ('op.alter_column("old", "a", new_column_name="b")', False),
        ('op.alter_column("old", "a", nullable=False)', False),
        ('op.alter_column("old", "a", type_=sa.Text())', False),
        ('op.create_unique_constraint("u", "old", ["a"])', False),
        ('op.create_index("i", "old", ["a"], unique=True)', False),
        ('op.execute("ALTER TABLE old DROP COLUMN a")', False),
        ('op.execute("ALTER TABLE old ALTER COLUMN a SET NOT NULL")', False),
        ('with op.batch_alter_table("old") as batch: batch.drop_column("a")', False),
    ],
)
def test_what_takes_away_is_seen(line, is_well):
    assert (not list(takings(f"def upgrade():\n    {line}\n"))) is is_well
