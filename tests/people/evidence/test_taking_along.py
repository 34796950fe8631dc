"""Taking her file with her: as Markdown, on paper, and in the copy of her data."""

import io
import json
import zipfile

from tests.make import PASSWORD


def test_markdown_has_all_of_it_and_no_cache_keeps_it(web, make, amina, entry):
    make.evidence(amina, "Two\nlines\n\nand more", day="2026-04")
    make.evidence(amina, "*Undated*", who="Bea & Ida")

    answer = web.as_(amina).get("/evidence/export")

    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="my-notes.md"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text == (
        "# What I did, who said so, what it changed\n"
        "\n## Some day\n\n*Undated*\n\n**Who said so:** Bea & Ida\n"
        "\n## April 2026\n\nTwo  \nlines\n\nand more\n"
        "\n## 14 March 2026\n\nI said what nobody said.\n"
        "\n**Who said so:** Bea\n"
        "\n**What it changed:** We moved the date.\n"
    )


def test_nobody_elses_entries_are_in_it(web, bea, entry):
    for path in ("/evidence/export", "/evidence/print"):
        assert entry.words.what not in web.as_(bea).get(path).text
        assert web.visitor().get(path).status_code == 303


def test_one_page_to_print_has_everything(web, make, amina):
    for n in range(30):
        make.evidence(amina, f"Entry {n}.")

    page = web.as_(amina).get("/evidence/print").text

    assert all(f"Entry {n}." in page for n in range(30))
    assert web.get("/evidence/print").headers["cache-control"] == "no-store"


def test_the_copy_of_her_data_has_it(web, amina, entry):
    page = web.as_(amina).get("/settings/export")
    answer = web.send(page, "/settings/export", password=PASSWORD)

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        account = json.loads(archive.read("data.json"))
        html = archive.read("index.html").decode()
    assert account["evidence"] == [vars(entry.words)]
    for words in (entry.words.what, entry.words.change, "Your evidence file"):
        assert words in html


def test_what_is_stored_says_so(web):
    assert "Your evidence file" in web.visitor().get("/privacy").text
