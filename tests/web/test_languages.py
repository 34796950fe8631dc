"""Pages in another language: chosen by her, by her browser or by the site, and nothing else new."""

import json
import re
from datetime import date

import pytest
from jinja2 import Environment

from app.core import languages
from app.core.keys import base32
from app.core.languages import ENGLISH, Catalogue, Sentence, preferred
from app.core.settings import TEMPLATES
from app.people.members.letters import Reader
from app.web.kit import wording
from app.web.kit.letters import Letters
from tests.bracketed import SPANISH, catalogues_in, kept, speaking
from tests.browser import without_chance


@pytest.fixture
def folder(tmp_path):
    """Where the catalogues of this test lie."""
    with catalogues_in(tmp_path):
        yield tmp_path


@pytest.fixture
def bracketed(tmp_path, running):
    with speaking(running, tmp_path):
        yield


def in_spanish(web, path):
    return web.get(path, **{"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"})


def test_a_page_is_the_same_in_other_words(web, make, amina, circle, bracketed):
    thread = make.thread(circle, amina, title="The nights", body="How do you sleep?")
    there = f"/t/{base32(thread.id)}/{thread.slug}"
    paths = ("/", "/circles", f"/c/{circle.slug}", there, "/settings")
    for path in (*paths, "/privacy", "/guidelines", "/search?q=nights", "/notifications"):
        english = without_chance(web.as_(amina).get(path).text)
        spanish = without_chance(in_spanish(web, path).text)
        assert '<html lang="es"' in spanish, path
        assert spanish.count("⟦") > 10, path
        assert plain(spanish) == plain(english), path


def plain(html):
    """As it stands in English, without times, spaces, and what stands between thousands."""
    bare = re.sub('<time.*?</time>|<script type="application/json".*?</script>', "", html)
    bare = bare.replace("⟦", "").replace("⟧", "")
    bare = re.sub(r"(?<=\d)[.,](?=\d{3})", "", bare)
    return "".join(bare.replace('lang="es"', 'lang="en"').split())


def test_what_she_has_chosen_comes_before_what_her_browser_says(web, session, amina, bracketed):
    amina.language = "es"
    session.commit()

    assert '<html lang="es"' in web.as_(amina).get("/settings").text
    amina.language = "en"
    session.commit()
    assert '<html lang="en"' in in_spanish(web, "/settings").text


def test_she_chooses_it_in_her_settings(web, session, amina, bracketed):
    page = web.as_(amina).get("/settings")

    done = web.send(page, "/settings/profile", name="Amina", language="es")

    assert done.status_code == 303
    session.refresh(amina)
    assert amina.language == "es"
    assert web.send(page, "/settings/profile", name="Amina", language="ar").status_code == 422


def test_words_that_a_template_puts_together_are_said_in_hers_too(web, running, amina, bracketed):
    page = in_spanish(web.as_(amina), "/settings/device").text
    made = running.state.templates.speaking(SPANISH).env.from_string('{{ all|join(", ") }}')

    assert "“⟦Home⟧”, with a plain icon." in page
    assert made.render(all=[Sentence("Yes"), "Bea", Sentence("Home")]) == "⟦Yes⟧, Bea, ⟦Home⟧"


def test_a_site_of_one_language_asks_nobody(web, amina, folder):
    assert 'name="language"' not in web.as_(amina).get("/settings").text


def test_what_is_put_into_a_kept_page_is_said_in_hers_too(
    web, make, amina, bea, circle, session, bracketed
):
    thread = make.thread(circle, amina, title="The nights", body="How do you sleep?")
    path = f"/t/{base32(thread.id)}/{thread.slug}"
    session.commit()
    in_spanish(web.as_(bea), path)
    web.as_(amina).post(f"{path.rpartition('/')[0]}/replies", body="Not at all.")

    new = in_spanish(web.as_(bea), path).text
    web.post(f"/m/{amina.handle}/block", change="block")
    folded = in_spanish(web.as_(bea), path).text

    assert '<li class="unread-mark" id="new">⟦New since you were last here⟧</li>' in new
    assert "<summary><span>⟦From somebody you have blocked⟧</span>" in folded


def test_a_visitor_gets_her_browsers_and_each_page_is_kept_for_each(
    web, make, session, amina, circle, bracketed
):
    thread = make.thread(circle, amina, title="The nights", body="How do you sleep?")
    circle.visibility = "public"
    path = f"/t/{base32(thread.id)}/{thread.slug}"
    session.commit()
    web.visitor()

    first, second = web.get(path), in_spanish(web, path)

    assert '<html lang="en"' in first.text
    assert '<html lang="es"' in second.text
    assert first.headers.get("etag") != second.headers.get("etag")
    assert "Accept-Language" in first.headers["vary"]


@pytest.mark.parametrize(
    ("accepted", "got"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-AR", "es"),
        ("fr, es;q=0.3, en;q=0.8", "en"),
        ("fr;q=1, es;q=0", "en"),
        ("ES;q=x, en;q=0.2", "en"),
        ("*", "en"),
        (",;;q==;" * 100, "en"),
    ],
)
def test_of_what_a_browser_accepts_the_best_that_is_spoken_is_taken(folder, accepted, got):
    kept(folder, "es", {"Yes": "Sí"})

    assert preferred(accepted, ENGLISH).code == got


def test_words_are_said_with_their_values(folder):
    kept(folder, "es", {"Until {day} is over, {who} rests.": "{who} descansa hasta el {day}."})
    kept(folder, "ar", {("{n} reply", "{n} replies"): tuple("012345")})
    spanish, arabic = languages.catalogue("es"), languages.catalogue("ar")

    words = Sentence(
        "Until {day} is over, {who} rests.", day=date(2028, 3, 31), who=Sentence("she")
    )
    assert words == "Until 31 March 2028 is over, she rests."
    assert spanish.in_words(words) == "she descansa hasta el 31 de marzo de 2028."
    forms = [arabic.counted(n, "{n} reply", "{n} replies") for n in (0, 1, 2, 3, 11, 100)]
    assert forms == list("012345")
    assert spanish.counted(2, "{n} reply", "{n} replies") == "{n} replies"


def test_a_catalogue_that_is_none_is_refused(folder):
    (folder / "es.po").write_text("oops\n")

    with pytest.raises(ValueError, match="keyword"):
        Catalogue(SPANISH, folder / "es.po")


@pytest.mark.parametrize("po", sorted(languages.FOLDER.rglob("*.po")), ids=lambda po: po.stem)
def test_each_sentence_of_a_catalogue_has_all_that_its_message_has(po):
    kept_here = Catalogue(languages.KNOWN[po.stem], po)
    env = Environment(trim_blocks=True, lstrip_blocks=True)

    for path in sorted(TEMPLATES.rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            tree = env.parse(path.read_text())
            wording.translated(tree, kept_here.say, html=path.suffix == ".html")
    assert len(kept_here.messages) > 3000


def test_what_is_not_said_in_a_language_is_said_in_english(folder):
    kept(folder, "ar", {"Yes": "نعم", "No": ""})

    arabic = languages.catalogue("ar")
    assert (arabic.say("Yes"), arabic.say("No"), arabic.say("Else")) == ("نعم", "No", "Else")


def test_catalogues_are_brought_up_to_date(folder, monkeypatch):
    from app.languages import __main__ as tool

    monkeypatch.setattr(tool, "FOLDER", folder)
    kept(folder, "es", {"Circles": "Círculos", "What nobody says": "x"})

    assert tool.main(["ar"]) == 0
    assert tool.main(["xx"]) == 2

    spanish = (folder / "es.po").read_text()
    assert 'msgid "Circles"\nmsgstr "Círculos"' in spanish
    assert "What nobody says" not in spanish
    assert 'msgid "just now"\nmsgstr ""' in spanish
    assert "msgstr[5]" in (folder / "begun" / "ar.po").read_text()
    assert [each.code for each in languages.spoken()] == ["en", "es"]
    tool.main([])
    assert (folder / "es.po").read_text() == spanish


def test_scripts_are_given_their_words_where_they_are_not_english(web, amina, bracketed):
    assert 'id="script-words"' not in web.as_(amina).get("/settings").text

    page = in_spanish(web, "/settings").text

    brought = re.search(r'<script type="application/json" id="script-words">(.*?)</script>', page)
    assert json.loads(brought[1])["just now"] == "⟦just now⟧"


def test_what_the_stylesheet_says_it_says_in_each_language(web):
    sheet = web.get(re.search(r"/static/site\.\w+\.css", web.get("/circles").text)[0]).text
    english = re.findall(r'--(show|hide): "(\w+)"', sheet.partition(":lang(")[0])

    assert english == [("show", "Show"), ("hide", "Hide")]
    assert re.search(r'content: *"[a-z]', sheet, re.IGNORECASE) is None
    for language in languages.spoken():
        if not language.is_english:
            block = sheet.partition(f":lang({language.code}){{")[2].partition("}")[0]
            said = re.findall(r'--(show|hide): "(\w+)"', block)
            assert [name for name, _ in said] == ["show", "hide"], language
            assert not set(said) & set(english), language


def test_a_list_stands_on_the_side_of_its_own_words(web, make, session, amina, circle):
    thread = make.thread(circle, amina, body="Two:\n\n1. Tea\n2. Bread", replies=[(amina, "Yes.")])
    circle.guidelines = "Be kind."
    session.commit()

    page = web.as_(amina).get(f"/t/{base32(thread.id)}/{thread.slug}").text
    rules = web.get(f"/c/{circle.slug}").text

    assert "<div class=body dir=auto><p>Two:" in page
    assert "<div class=body><p>Yes." in page
    assert re.search(r'<ol class="rules" dir="auto">\s*<li><span>Be kind.', rules)


def test_what_goes_wrong_is_said_in_her_language(web, amina, bracketed):
    lost = in_spanish(web.as_(amina), "/nowhere-at-all")
    hidden = in_spanish(web, "/c/no-such-circle")

    for answer in (lost, hidden):
        assert answer.status_code == 404
        assert "<title>⟦This page isn’t here⟧" in answer.text
        assert "<h1>⟦This page isn’t here⟧</h1>" in answer.text
        assert "⟦It may have been taken down" in answer.text


def test_what_is_wrong_with_a_form_is_said_in_her_language(web, session, amina, bracketed):
    amina.language = "es"
    session.commit()
    page = web.as_(amina).get("/settings")

    answer = web.send(page, "/settings/profile", name="", language="es")

    assert answer.status_code == 422
    assert ">⟦Name⟧: ⟦Please fill this in.⟧</a>" in answer.text


def test_what_was_done_is_said_in_her_language(web, session, amina, bracketed):
    amina.language = "es"
    session.commit()
    page = web.as_(amina).get("/settings")

    done = web.send(page, "/settings/profile", name="Amina", language="es")

    assert "<span>⟦Saved.⟧</span>" in web.get(done.headers["location"]).text


def test_a_letter_is_in_her_language(web, session, amina, running, bracketed):
    amina.language = "es"
    session.commit()
    letters = Letters(running.state.templates, "https://forum.example")

    mail = letters("reset", Reader(amina.email, "Amina", discreet=False, language="es"), link="x")
    discreet = letters(
        "reset", Reader(amina.email, "Amina", discreet=True, language="es"), link="x"
    )

    assert mail.subject == "⟦A new password⟧"
    assert discreet.subject == "⟦A note for you⟧"


@pytest.mark.parametrize(
    ("letter", "is_spanish"),
    [("verify", True), ("password_changed", True), ("new_sign_in", False), ("decided", False)],
)
def test_a_letter_for_what_another_did_is_not_in_that_ones_language(
    letter, is_spanish, running, bracketed
):
    """Without a choice of hers: what she did in her browser’s language, the rest in the site’s."""
    write = Letters(running.state.templates, "https://here.example", asker=SPANISH)

    mail = write(letter, Reader("amina@example.org", "Amina"), link="x" * 20, valid_for="a day")

    assert ("⟦" in mail.subject) is is_spanish
    assert ("⟦" in mail.text) is is_spanish


def test_countries_are_called_and_ordered_as_in_her_language(web):
    page = web.visitor().get("/safety", **{"Accept-Language": "es"}).text
    english = web.get("/safety").text

    assert ">Alemania</option>" in page
    assert page.index(">Alemania<") < page.index(">Austria<") < page.index(">Suecia<")
    assert ">Germany</option>" in english
