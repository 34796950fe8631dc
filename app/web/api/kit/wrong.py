"""What does not fit in what came, by its fields."""

from typing import Any

from pydantic import ValidationError

from app.core.errors import ForumError, Invalid
from app.core.languages import Sentence, words
from app.web.kit.forms import too_long, too_short

MISSING = Sentence("This is missing.")
UNKNOWN = Sentence("There is no such field.")


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
        wrong.setdefault(name, _sentence(error["type"], error["msg"], error.get("ctx", {})))
    field, why = next(iter(wrong.items()))
    return Invalid(field, why, wrong)


def _sentence(kind: str, said: str, context: dict[str, Any]) -> str:
    if kind == "value_error":
        return words(context["error"].args[0])
    is_text = kind.startswith("string_") or context.get("field_type") == "Value"
    kind = kind.removeprefix("string_")
    if is_text and kind == "too_short":
        return too_short(context["min_length"]) if context["min_length"] > 1 else MISSING
    if is_text and kind == "too_long" and "actual_length" in context:
        return too_long(context["actual_length"], context["max_length"])
    return {"missing": MISSING, "extra_forbidden": UNKNOWN}.get(kind, f"{said}.")
