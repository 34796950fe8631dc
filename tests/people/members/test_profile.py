"""What she says of herself: a new name stands everywhere at once, also on pages that are kept."""

import pytest

from app.core import languages
from app.core.keys import base32
from app.people.circles.models import Visibility
from app.people.members import handles, names


def save(web, **typed):
    return web.send(web.get("/settings"), "/settings/profile", **typed)


def test_she_changes_what_others_see(web, amina, bea):
    answer = save(web.as_(amina), name="Amina K.", pronouns="she/her", bio="I knit.")

    page = web.as_(bea).get("/m/amina").text
    assert answer.headers["location"] == "/settings?said=saved"
    assert all(words in page for words in ("Amina K.", "she/her", "I knit."))


def test_her_new_name_stands_on_every_page_at_once(web, make, amina, bea, grace):
    public = make.circle("Open room", visibility=Visibility.PUBLIC)
    hers = make.thread(public, amina, title="By Amina", replies=[(bea, "Yes")])
    answered = make.thread(public, bea, title="By Bea", replies=[(amina, "I did too")])
    paths = [f"/t/{base32(t.id)}/{t.slug}" for t in (hers, answered)]
    paths += ["/c/open-room", "/m/amina", "/"]
    # Looked at by a member and a visitor first, so that they are kept.
    seen = [web.as_(bea).get(p).text for p in paths] + [web.visitor().get(p).text for p in paths]

    save(web.as_(amina), name="Renamed Woman")

    assert sum("Amina</bdi>" in page for page in seen) >= 6
    for look in (web.as_(bea), web.visitor()):
        for path in paths:
            assert "Amina</bdi>" not in look.get(path).text, path
    assert "Renamed Woman" in web.get(paths[0]).text
    assert "Renamed Woman" in web.get(paths[1]).text


def test_a_visitors_browser_is_not_told_to_keep_the_page_with_the_old_name(web, make, amina):
    public = make.circle("Open room", visibility=Visibility.PUBLIC)
    thread = make.thread(public, amina)
    path = f"/t/{base32(thread.id)}/{thread.slug}"
    mark = web.visitor().get(path).headers["etag"]
    unchanged = web.get(path, **{"If-None-Match": mark}).status_code

    save(web.as_(amina), name="Renamed Woman")

    assert unchanged == 304
    assert web.visitor().get(path, **{"If-None-Match": mark}).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u200b\u202e"),
        ("name", "n" * 61),
        ("pronouns", "p" * 41),
        ("bio", "b" * 601),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
    ],
)
def test_what_does_not_fit_is_asked_for_again(field, value, web, amina):
    answer = save(web.as_(amina), **{field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Amina" in web.get("/m/amina").text


@pytest.mark.parametrize(
    "name",
    ["Moderator", "A D M I N", "*Moderation team*", "Anonymous", "ＳＵＰＰＯＲＴ", "moderadora 2"],
)
def test_nobody_bears_a_name_by_which_the_site_speaks(name, web, amina):
    answer = save(web.as_(amina), name=name)

    assert answer.status_code == 422
    assert "That name sounds like the site itself" in answer.text
    assert 'id="name-error"' in answer.text
    assert save(web, name="Moderata Fonte").status_code == 303


@pytest.mark.parametrize("language", [code for code in languages.KNOWN if code != "en"])
@pytest.mark.parametrize("label", ["Moderator", "Administrator", "Anonymous", handles.FORMER_NAME])
def test_nor_one_as_another_language_says_it(label, language):
    assert names.is_of_the_site(languages.catalogue(language).say(label))


def test_a_name_is_text_and_nothing_else(web, make, amina, bea, circle):
    thread = make.thread(circle, amina)
    save(web.as_(amina), name="<img src=x onerror=alert(1)>", bio="</p><script>x</script>")

    for path in ("/m/amina", f"/t/{base32(thread.id)}/{thread.slug}", "/settings"):
        page = web.get(path).text
        assert "<img" not in page
        assert "<script>" not in page


def test_a_member_page_does_not_tell_her_address(web, amina, bea):
    page = web.as_(bea).get("/m/amina").text

    assert "amina@example.org" not in page


def test_who_has_not_confirmed_has_no_page(web, make, amina):
    from app.people.members.models import Standing

    make.member("Wren", standing=Standing.UNVERIFIED)

    assert web.as_(amina).get("/m/wren").status_code == 404
    assert web.get("/m/nobody").status_code == 404
