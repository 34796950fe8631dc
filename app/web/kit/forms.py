"""Forms: what was typed, and if it does not fit, which field says why."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, Generic, Literal, TypeVar, get_origin

from fastapi import Depends, Request
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData

from app.core import keys
from app.core.errors import Invalid
from app.core.languages import Sentence, several, words

# Python 3.11 has no syntax for generics of its own.
SEARCH_LENGTH = 100
F = TypeVar("F", bound="Form")

_UNKNOWN = Sentence("This form has a field that doesn’t belong to it. Open the page again.")


class Form(BaseModel):
    """A form of ours. Fields that it does not have are refused, not ignored; a field may come
    several times, from boxes of one name, where its type is a tuple.

    `form_nonce` makes the same form sent twice one deed; a form without one is new each time.
    """

    # Made ready when the first such form comes: of two hundred, a process sees few.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    form_nonce: str = Field(default_factory=keys.token)


class Filled(Generic[F]):
    """A form as it was sent, or as it is first shown with `present` values."""

    def __init__(
        self,
        typed: Mapping[str, Any] | None = None,
        errors: dict[str, str] | None = None,
        data: F | None = None,
    ) -> None:
        self.typed = dict(typed or {})
        self.errors = errors or {}
        self._data = data

    @property
    def data(self) -> F:
        """What fits. Raises Invalid, which `checking` takes, when something does not."""
        if self._data is None:
            field, why = next(iter(self.errors.items()))
            raise Invalid(field, why)
        return self._data

    @contextmanager
    def checking(self) -> Iterator[None]:
        """A deed that refuses a field in here has the form shown again with the reason."""
        try:
            yield
        except Invalid as refused:
            self.errors = {**refused.all, **self.errors}

    def outdated(self, present: str) -> bool:
        """Whether it was made `as_of` other words than those at present, which it is for from now
        on."""
        was, self.typed["as_of"] = self.value("as_of"), present
        return was not in {"", present}

    def value(self, name: str) -> str:
        return str(self.typed.get(name, ""))

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    def described(self, name: str, *, hinted: bool) -> Markup:
        """The attributes by which a field is read out with its hint and its error."""
        known = [f"{name}-hint"] * hinted + [f"{name}-error"] * bool(self.error(name))
        invalid = 'aria-invalid="true" ' if self.error(name) else ""
        made = Markup(invalid + 'aria-describedby="{}"')  # noqa: S704  # our own words
        return made.format(" ".join(known)) if known else Markup()


def read(model: type[F], sent: FormData) -> Filled[F]:
    """The form as the model wants it, each field that does not fit with a sentence."""
    # U+0000 is the one character that PostgreSQL cannot keep, nor look for.
    given = [(name, str(value).replace("\0", "")) for name, value in sent.multi_items()]
    many = {name for name, f in model.model_fields.items() if get_origin(f.annotation) is tuple}
    typed: dict[str, Any] = {name: value for name, value in given if name != "csrf_token"}
    typed |= {name: tuple(v for n, v in given if n == name) for name in many}
    errors: dict[str, str] = {}
    # What the model knows nothing of, it refuses or passes over by itself.
    known = {"csrf_token", *model.model_fields} - many
    once = [name for name, _ in given if name in known]
    if len(once) != len(set(once)):
        errors[""] = Sentence("A field was sent twice. Open the page again.")
    try:
        data = model.model_validate(typed)
    except ValidationError as problem:
        for error in problem.errors(include_url=False):
            name, why = _sentence(error, model)
            errors.setdefault(name, why)
        return Filled(typed, errors)
    return Filled(typed, errors, None if errors else data)


class Asking(Generic[F]):
    """Reads the form that came with a request, and says of what `model` it is."""

    def __init__(self, model: type[F]) -> None:
        self.model = model

    def __call__(self, request: Request) -> Filled[F]:
        return read(self.model, request.scope["visit"].typed)


def filled(model: type[F]) -> Callable[[Request], Filled[F]]:
    return Asking(model)


def _pressed(request: Request) -> None:
    _ = read(Form, request.scope["visit"].typed).data


# A form that is only a button. Raises Invalid when it brings anything else.
Pressed = Annotated[None, Depends(_pressed)]


class SwitchForm(Form):
    """A button that turns something on, or off again."""

    on: Literal["yes", "no"]


Switch = Annotated[Filled[SwitchForm], Depends(filled(SwitchForm))]


class SearchForm(Form):
    """Words to look for in a list of hers: in a form, so that they stand in no address. `after` is
    where the list goes on."""

    q: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=SEARCH_LENGTH)
    ]
    after: str = ""


SearchFilled = Annotated[Filled[SearchForm], Depends(filled(SearchForm))]


def _sentence(error: ErrorDetails, model: type[Form]) -> tuple[str, str]:
    """The field that does not fit, and why, to the person who typed it."""
    # What was cleaned before it was measured is to pydantic no string any more.
    kind, context = error["type"].removeprefix("string_"), error.get("ctx", {})
    name = str(error["loc"][0]) if error["loc"] else ""
    if kind == "extra_forbidden":
        return "", _UNKNOWN
    if kind == "value_error" and "error" in context:
        return name, words(context["error"].args[0])
    if kind == "missing" or not str(error["input"]).strip():
        return name, _EMPTY
    if kind in {"too_short", "too_long"}:
        return name, _length(kind, model.model_fields[name], context, error["input"])
    of_number = kind in _OF_NUMBERS
    said = _number(model.model_fields[name]) if of_number else _FITTING.get(kind, _ODD)
    return name, _HANDLE if kind == "pattern_mismatch" and name in _SPELT else said


def _number(field: FieldInfo) -> Sentence:
    """With the smallest and the largest that the field takes, where it has both."""
    least, most = (_bound(field, side) for side in ("ge", "le"))
    if least is None or most is None:
        return _ODD
    return Sentence("Please say a whole number from {least} to {most}.", least=least, most=most)


def _bound(field: FieldInfo, side: str) -> int | None:
    return next((getattr(said, side) for said in field.metadata if hasattr(said, side)), None)


def _length(kind: str, field: FieldInfo, context: dict[str, Any], typed: Any) -> str:
    """With the narrowest limit that the field has: it may be of a type with a wider one, which
    has been asked first."""
    limits = [each for said in field.metadata if (each := getattr(said, _LIMITS[kind], None))]
    if kind == "too_short":
        return too_short(max([context["min_length"], *limits]))
    return too_long(len(typed), min([context["max_length"], *limits]))


def too_short(least: int) -> Sentence:
    return several(
        "This one is too short. Make it at least {n} character.",
        "This one is too short. Make it at least {n} characters.",
        least,
    )


def too_long(typed: int, most: int) -> Sentence:
    """Both in characters."""
    return Sentence(
        "This one has {typed} characters. Make it {most} at most.", typed=typed, most=most
    )


_LIMITS = {"too_short": "min_length", "too_long": "max_length"}
_OF_NUMBERS = {"int_parsing", "int_parsing_size", "greater_than_equal", "less_than_equal"}


_EMPTY = Sentence("Please fill this in.")
ONE_OF_THESE = Sentence("Please choose one of these.")
_ODD = Sentence("This doesn’t fit here. Please look at it again.")
# What has a name that stands in an address, of a person or of a place.
_SPELT = {"handle", "slug"}
_HANDLE = Sentence("Use at least 3 small letters, digits and dashes, and begin with a letter.")
_FITTING = {
    "enum": ONE_OF_THESE,
    "literal_error": ONE_OF_THESE,
    # What no validator of ours has refused is an address for mail.
    "value_error": Sentence("We can’t write to this address. Please look at it again."),
}
