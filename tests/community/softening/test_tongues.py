"""Where a page or her words are not English: softer words in hers, and what the softener knows."""

import re

import pytest
from sqlalchemy import select

from app.community.softening.tongue import CAUTION, seems_english
from app.community.threads.models import Post
from app.core import languages
from app.core.keys import base32
from app.web.kit.addresses import url
from tests.browser import forms_of, without_chance
from tests.client import Client
from tests.community.softening.measure import SENTENCES
from tests.web.api.program import Program

ENGLISH = "I work at Siemens in Leeds."
SPANISH = "Mi jefa es Ana y me escribe a ana@example.org desde el 05/03/2015."
ARABIC = "مديرتي تكتب لي على ana@example.org كل ليلة."
PLAIN = "Mi jefa me escribe cada noche y ya no puedo dormir."


@pytest.fixture
def thread(make, session, circle, bea):
    circle.crowd = 30
    session.commit()
    return make.thread(circle, bea)


@pytest.fixture
def action(thread):
    return url("reply", thread_id=thread.id)


@pytest.fixture
def speak(web, session, thread, amina):
    """Her page of the thread, in this language."""

    def in_this(code):
        amina.language = code
        session.commit()
        return web.as_(amina).get(url("thread", thread_id=thread.id))

    return in_this


@pytest.fixture
def program(running, house):
    return Program(Client(running), house)


def caution(code):
    """The sentence as it is said there."""
    other = languages.catalogue(code)
    return other.in_words(CAUTION) if other else CAUTION


def offered(answer):
    """What each button would put in, by its name in the form."""
    boxes = re.findall(r'name="softer"\s+value="(\w+)"', answer.text)
    words = re.findall(r'<span class="hint">[^<“«]*[“«]([^”»]+)[”»]</span>', answer.text)
    return dict(zip(boxes, words, strict=True))


@pytest.mark.parametrize(
    ("code", "body", "softer"),
    [
        (
            "es",
            SPANISH,
            SPANISH.replace("Ana", "alguien")
            .replace("ana@example.org", "una dirección de correo electrónico")
            .replace("el 05/03/2015", "hace muchos años"),
        ),
        ("ar", ARABIC, "مديرتي تكتب لي على عنوان بريد إلكتروني كل ليلة."),
        ("es", ENGLISH, "I work at una empresa grande in una ciudad."),
        ("en", ENGLISH, "I work at a large company in a city."),
    ],
)
def test_what_is_offered_and_put_in_is_in_the_language_of_the_page(
    web, session, speak, action, code, body, softer
):
    answer = web.send(speak(code), action, body=body, anonymous="on")

    boxes = offered(answer)
    [form] = [form for form in forms_of(answer) if form.action == action]
    ticked = form.values | {"preview": "softer", "softer": list(boxes)}
    shown = web.client.post(action, data=ticked)
    posted = web.send(shown, action)

    assert boxes
    assert all(words in softer for words in boxes.values())
    assert posted.status_code == 303
    assert list(session.scalars(select(Post.body).where(Post.seq > 1))) == [softer]


@pytest.mark.parametrize("body", [ENGLISH, SPANISH, ARABIC, PLAIN])
@pytest.mark.parametrize("code", ["en", "es", "ar"])
def test_where_anything_is_not_english_she_is_told_what_is_looked_for(
    web, speak, action, code, body
):
    page = speak(code)

    answer = web.send(page, action, body=body, anonymous="on", preview="on")
    beside = web.post(url("preview"), into="preview", body=body, anonymous="on", preview="on")

    told = 0 if code == "en" and body == ENGLISH else 1
    assert answer.text.count(caution(code)) == told
    assert beside.text.count(caution(code)) == told


def test_she_is_told_of_it_when_all_softer_words_are_in(web, speak, action):
    answer = web.send(speak("es"), action, body=SPANISH, anonymous="on")
    [form] = [form for form in forms_of(answer) if form.action == action]

    ticked = form.values | {"preview": "softer", "softer": list(offered(answer))}
    shown = web.client.post(action, data=ticked)

    assert 'name="softer"' not in shown.text
    assert caution("es") in shown.text


def test_editing_a_post_says_it_too(web, session, speak, action):
    web.send(speak("es"), action, body=PLAIN, anonymous="on")
    post = session.scalars(select(Post).where(Post.body == PLAIN)).one()
    edit = url("edit_post", post_id=post.id)

    answer = web.send(web.get(edit), edit, body=SPANISH)

    assert caution("es") in answer.text
    assert "una dirección de correo electrónico" in offered(answer).values()


@pytest.mark.parametrize("words", [{"body": SPANISH}, {"body": "", "anonymous": "on"}])
def test_nothing_is_said_of_words_under_her_name_or_of_none(web, speak, words):
    speak("es")

    shown = web.post(url("preview"), into="preview", **{"anonymous": "", "preview": "on"} | words)

    assert caution("es") not in shown.text


def test_an_english_page_of_english_words_has_nothing_of_it(web, speak):
    speak("en")
    form = {"body": ENGLISH, "anonymous": "on", "preview": "on"}

    shown = without_chance(web.post(url("preview"), into="preview", **form).text)
    foreign = without_chance(
        web.post(url("preview"), into="preview", **form | {"title": PLAIN}).text
    )

    told = f'<p class="soft">{CAUTION}</p>'
    assert told not in shown
    assert foreign.replace(told, "") == shown


@pytest.mark.parametrize(
    ("code", "body", "softer"),
    [
        ("es", SPANISH, "una dirección de correo electrónico"),
        ("ar", ARABIC, "عنوان بريد إلكتروني"),
        ("en", "I write to her as ana@example.org every day.", "an email address"),
    ],
)
def test_a_program_is_told_in_the_language_of_its_reader(
    program, thread, amina, code, body, softer
):
    hers, said = program.of(amina), {"body": body, "anonymous": True}
    at = f"/threads/{base32(thread.id)}/posts"

    told = hers.ask("POST", at, said, Accept_Language=code).json()

    assert softer in [offer["softer"] for offer in told["offers"]]
    assert told["detail"].endswith(caution(code)) == (code != "en")


def test_a_program_whose_reader_writes_otherwise_than_she_reads_is_told(program, thread, amina):
    hers, said = program.of(amina), {"body": SPANISH, "anonymous": True}

    told = hers.post(f"/threads/{base32(thread.id)}/posts", said).json()

    assert told["detail"].endswith(CAUTION)
    assert "an email address" in [offer["softer"] for offer in told["offers"]]


@pytest.mark.parametrize(
    "text",
    [
        SPANISH,
        ARABIC,
        PLAIN,
        "Ich war in der Schule, und so hat er es an dem Tag in Berlin gesagt.",
        "Je suis allée à Paris et on me dit que ma chef me cherche.",
        "Ik was in Amsterdam en ze had me gebeld over het werk.",
        "Lavoro in una azienda a Milano, i miei colleghi mi chiamano.",
        "Nafanya kazi Nairobi na bosi wangu ananisumbua kila siku.",
        "Она знает, что это я.",
        # English, but for a word, a line, or nearly all
        "I told her that she is my تيتا and she laughed.",
        f"I do not know what to do about this any more.\n\n{PLAIN} {PLAIN}",
        f"Thank you. {PLAIN}",
        f"{PLAIN}\n\n> I do not know what you are going to do about it.",
        # None that tells
        "",
        "Siemens, Leeds.",
        "https://example.org/what-to-do-about-the-work",
    ],
)
def test_what_is_not_surely_english_is_not_held_for_it(text):
    assert not seems_english(text)


def test_sentences_in_english_are_held_for_it_but_for_the_shortest():
    texts = [one["text"] for one in SENTENCES if len(one["text"].split()) > 7]

    assert len(texts) > 100
    assert [text for text in texts if not seems_english(text)] == []
    assert seems_english(f"{ENGLISH} My abuela, Señora Muñoz, says: “¡Ánimo!”")
    assert seems_english("> ¿Qué pasa?\n\nThat is what she said to me.")
