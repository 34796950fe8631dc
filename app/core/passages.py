"""HTML with words of ours among it, where no template writes it."""

from markupsafe import Markup

from app.core.languages import Catalogue, Sentence


class Passage(Markup):
    """HTML in which each `{}` holds a value: HTML, or words that are escaped. It is the English
    one, and remembers of what it was made, as a `Sentence` does."""

    form: Markup
    values: tuple[str, ...]

    def __new__(cls, form: str, *values: str) -> "Passage":
        """`form` is ours alone; without values it is HTML as it stands."""
        given = Markup(form)  # noqa: S704
        made = super().__new__(cls, given.format(*values) if values else given)
        made.form, made.values = given, values
        return made

    def in_words(self, catalogue: Catalogue) -> Markup:
        """The same with what is said there instead."""
        if not self.values:
            return self.form
        said = catalogue.in_words
        return self.form.format(*(said(v) if type(v) is Sentence else v for v in self.values))
