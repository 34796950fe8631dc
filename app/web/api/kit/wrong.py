"""What does not fit in what came, by its fields."""

import re
from typing import Any

from pydantic import ValidationError

from app.core.errors import ForumError, Invalid
from app.core.languages import Sentence, phrases, words
from app.web.kit.forms import too_long, too_short

MISSING = Sentence("This is missing.")
UNKNOWN = Sentence("There is no such field.")
# By pydantic's kinds, whose own sentences are English.
_KINDS = phrases(
    {
        "missing": MISSING,
        "extra_forbidden": UNKNOWN,
        "string_type": "This must be text.",
        "bool_type": "This must be true or false.",
        "bool_parsing": "This must be true or false.",
        "int_type": "This must be a whole number.",
        "int_parsing": "This must be a whole number.",
        "int_from_float": "This must be a whole number.",
        "list_type": "This must be a list.",
        "tuple_type": "This must be a list.",
        "model_type": "This must be an object.",
        "model_attributes_type": "This must be an object.",
        "enum": "Say one of these: {choices}.",
        "literal_error": "Say one of these: {choices}.",
        "greater_than_equal": "This must be {ge} or more.",
        "less_than_equal": "This must be {le} or less.",
        "too_long": "This has {actual_length} entries. Make it {max_length} at most.",
    }
)
_ODD = Sentence("This has a form that is not read here. Look at the description of the API.")


class Malformed(ForumError):
    status = 400
    title = Sentence("We couldn’t read that")

    def __init__(self) -> None:
        super().__init__(Sentence("What came is not JSON that can be read."))


class NotJson(ForumError):
    status = 415
    title = Sentence("That is no JSON")

    def __init__(self) -> None:
        super().__init__(Sentence("Send JSON, with the content type application/json."))


def told(problem: ValidationError) -> ForumError:
    """As an error of ours. Nothing of what came is in it."""
    wrong: dict[str, str] = {}
    for error in problem.errors(include_url=False, include_input=False):
        if error["type"] == "json_invalid":
            return Malformed()
        name = ".".join(str(part) for part in error["loc"])
        wrong.setdefault(name, _sentence(error["type"], error.get("ctx", {})))
    field, why = next(iter(wrong.items()))
    return Invalid(field, why, wrong)


def _sentence(kind: str, context: dict[str, Any]) -> str:
    if kind == "value_error":
        return words(context["error"].args[0])
    is_text = kind.startswith("string_too_") or context.get("field_type") == "Value"
    length = kind.removeprefix("string_")
    if is_text and length == "too_short":
        return too_short(context["min_length"]) if context["min_length"] > 1 else MISSING
    if is_text and length == "too_long" and "actual_length" in context:
        return too_long(context["actual_length"], context["max_length"])
    choices = ", ".join(re.findall("'([^']*)'", context.get("expected", "")))
    return Sentence(_KINDS.get(kind, _ODD), **context, choices=choices)
