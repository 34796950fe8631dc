"""HTML with words of ours among it is said in another language, and stays HTML."""

from datetime import date

from markupsafe import Markup

from app.core import languages
from app.core.languages import Sentence
from app.core.passages import Passage
from tests.bracketed import bracketed


def test_its_words_are_said_in_another_language_and_escaped_in_both(tmp_path):
    when = Sentence("{name}, {day}", name="<b>Amina</b>", day=date(2026, 5, 4))
    passage = Passage("<p>{}</p>{}", when, Markup("<em>{hers}</em>"))

    with bracketed(tmp_path, ["{name}, {day}"]):
        said = passage.in_words(languages.catalogue("es"))

    assert passage == "<p>&lt;b&gt;Amina&lt;/b&gt;, 4 May 2026</p><em>{hers}</em>"
    assert said == "<p>⟦&lt;b&gt;Amina&lt;/b&gt;, 4 de mayo de 2026⟧</p><em>{hers}</em>"


def test_what_is_made_of_one_is_html_as_it_stands(tmp_path):
    made = Passage("<p>{}</p>", " {hers} ").strip()

    with bracketed(tmp_path, []):
        assert made == made.in_words(languages.catalogue("es")) == "<p> {hers} </p>"
