"""A logo stands before the name: a PNG of which nothing is kept but its points."""

import re
import zlib
from base64 import b64encode

import pytest
from sqlalchemy import select

from app.people.members.models import Discretion
from app.people.site import logos
from app.people.site.models import LookPart, SiteLook
from app.web.kit import uploads
from tests.browser import forms_of
from tests.make import PASSWORD
from tests.people.site.pictures import END, SIGNATURE, head, piece, png, points

HERE, GIVEN = "/admin/look", "/admin/look/logo"
PICTURE = re.compile(r'<img src="(/look/\w+\.png)"\s+width="(\d+)"\s+height="(\d+)"\s+alt="(.*?)"')
NOTED = (
    piece(b"tEXt", b"Author\0Sylvia of Elm Street"),
    piece(b"eXIf", b"MM\0*gps"),
    piece(b"tIME", b"\x07\xea\x0b\x1d\x10\x00\x00"),
)
GAMMA = piece(b"gAMA", b"\0\0\xb1\x8f")


def upload(web, picture, name="logo.png"):
    page = web.get(HERE)
    [form] = [form for form in forms_of(page) if form.action == GIVEN]
    token = {"csrf_token": form.values["csrf_token"]}
    return web.client.post(GIVEN, data=token, files={"logo": (name, picture, "image/png")})


def kept(session):
    session.expire_all()
    return {row.part: row.content for row in session.scalars(select(SiteLook))}


def logo_of(page):
    found = PICTURE.search(page.text)
    return found.groups() if found else None


def test_it_stands_in_the_header_until_it_is_removed(web, session, olga, bea):
    plain = web.as_(bea).get("/circles").text
    answer = upload(web.as_(olga), png(*NOTED, GAMMA))
    told = web.get(answer.headers["location"])

    address, width, height, name = logo_of(web.as_(bea).get("/circles"))
    served = web.visitor().get(address)

    assert "Saved." in told.text
    assert (width, height, name) == ("4", "3", "Common Thread")
    assert served.headers["content-type"] == "image/png"
    assert served.headers["x-content-type-options"] == "nosniff"
    assert served.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "set-cookie" not in served.headers
    assert served.content == kept(session)[LookPart.LOGO]
    assert served.content.startswith(SIGNATURE)
    assert GAMMA in served.content
    for word in (b"Sylvia", b"gps", b"tEXt", b"eXIf", b"tIME"):
        assert word not in served.content

    web.as_(olga).send(web.get(HERE), f"{GIVEN}/remove")
    web.get(HERE)
    assert len(web.as_(bea).get("/circles").text) == len(plain)
    assert web.get(address).status_code == 404
    assert kept(session) == {}


@pytest.mark.parametrize("discretion", [Discretion.DISCREET, Discretion.SHARED_DEVICE])
def test_a_discreet_page_does_not_show_it(discretion, web, make, olga):
    upload(web.as_(olga), png())
    row = make.session.merge(olga)
    row.discretion = discretion
    make.session.commit()

    page = web.as_(olga).get(HERE)

    assert logo_of(page) is None
    assert "/look/" not in page.text.replace("/admin/look/", "")
    assert "you don’t see it in the header" in page.text
    assert logo_of(web.visitor().get("/")) is not None


PALETTE = piece(b"PLTE", b"\xff\0\0\0\xff\0")
WHOLE = {
    "grey": png(first=head(kind=0), packed=points(parts=1)),
    "colour": png(first=head(kind=2), packed=points(parts=3)),
    "sixteen bits": png(first=head(bits=16, kind=2), packed=points(parts=6)),
    "indexed": png(PALETTE, first=head(kind=3), packed=points(parts=1)),
    "one bit": png(PALETTE, first=head(width=8, bits=1, kind=3), packed=points(8, parts=1 / 8)),
    "see-through": png(PALETTE, piece(b"tRNS", b"\0"), first=head(kind=3), packed=points(parts=1)),
    "as large as may be": png(first=head(512, 512, kind=0), packed=points(512, 512, parts=1)),
}


@pytest.mark.parametrize("what", WHOLE)
def test_every_kind_of_picture_is_taken(what, web, session, olga):
    assert upload(web.as_(olga), WHOLE[what]).status_code == 303

    [written] = kept(session).values()
    assert logos.cleaned(written) == written


def test_an_interlaced_picture_has_its_rows_in_seven_passes(web, session, olga):
    # Of seven passes two have no point; the others have rows of as many as stand here.
    rows = [1, 1, 2, 2, 2, 4]
    packed = zlib.compress(b"".join(b"\0" + b"\x10" * length for length in rows))
    picture = png(first=head(kind=0, interlaced=1), packed=packed)
    assert upload(web.as_(olga), picture).status_code == 303


OTHERS = {
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "This is a JPEG picture."),
    "gif": (b"GIF89a" + b"\0" * 20, "This is a GIF picture."),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", "This is a WebP picture."),
    "svg": (b"\n <svg onload=alert(1)>", "This is a SVG picture."),
    "a page": (b"<!DOCTYPE html><script>x</script>", logos.NO_PNG),
    "nothing": (b"", "Please"),
    "too big": (png(piece(b"tEXt", b"x" * 100_000)), "100 kB at most"),
    "much too big": (png(piece(b"tEXt", b"x" * 3_000_000)), "100 kB at most"),
    "wide": (png(first=head(513, 3), packed=points(513)), "513 by 3 points"),
    "a bomb": (
        png(first=head(2**31 - 1, 2**31 - 1), packed=points()),
        "2,147,483,647 by 2,147,483,647 points",
    ),
    "moving": (png(piece(b"acTL", b"\0\0\0\2\0\0\0\0")), logos.MOVES),
    "a polyglot": (png() + b"PK\3\4<script>x</script>", logos.MORE),
    "two pictures": (png() + png(), logos.MORE),
}
BROKEN = {
    "the signature alone": SIGNATURE,
    "a half": png()[:60],
    "without its end": png(end=b""),
    "without its last byte": png()[:-1],
    "without points": SIGNATURE + head() + END,
    "no width": png(first=head(width=0)),
    "a kind that there is not": png(first=head(kind=5)),
    "bits that there are not": png(first=head(bits=3)),
    "another packing": png(first=head(packing=1)),
    "a short head": png(first=piece(b"IHDR", b"\0\0\0\4")),
    "two heads": png(head()),
    "no head": png(first=piece(b"tEXt", b"x")),
    "a wrong check": png().replace(b"IDAT", b"IDAU"),
    "a length that lies": png()[:33] + b"\xff\xff\xff\xff" + png()[37:],
    "points that are none": png(packed=b"no points"),
    "too few points": png(packed=points(height=2)),
    "too many points": png(packed=points(height=4)),
    "something behind its points": png(packed=points() + b"<script>"),
    "a row that is none": png(packed=points(filtering=5)),
    "points in two places": png(piece(b"IDAT", points()), GAMMA),
    "colours that it cannot have": png(PALETTE, first=head(kind=0), packed=points(parts=1)),
    "no colours": png(first=head(kind=3), packed=points(parts=1)),
    "colours after its points": png(end=PALETTE + END, first=head(kind=2), packed=points(parts=3)),
    "half a colour": png(piece(b"PLTE", b"\0\0"), first=head(kind=3), packed=points(parts=1)),
    "two lists of colours": png(PALETTE, PALETTE, first=head(kind=3), packed=points(parts=1)),
    "more colours than bits": png(
        piece(b"PLTE", b"\0" * 9), first=head(8, bits=1, kind=3), packed=points(8, parts=1 / 8)
    ),
    "see-through twice": png(piece(b"tRNS", b"\0\0")),
    "a piece that must be known": png(piece(b"EVIL", b"x")),
    "an end with words": png(end=piece(b"IEND", b"words")),
}
BAD = OTHERS | {what: (raw, logos.BROKEN) for what, raw in BROKEN.items()}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_such_picture_is_refused_in_words(what, web, session, olga):
    raw, why = BAD[what]

    answer = upload(web.as_(olga), raw)

    assert answer.status_code == 422
    assert why in answer.text
    assert 'href="#logo"' in answer.text
    assert b64encode(raw).decode() not in answer.text or not raw
    assert kept(session) == {}


def test_what_is_longer_than_any_file_is_not_even_read(web, olga):
    answer = web.as_(olga).post(GIVEN, logo="x" * uploads.BODY_BYTES)

    assert answer.status_code == 413
    assert "That was too long to send" in answer.text


def test_what_is_no_file_is_refused(web, session, olga):
    for typed in ("", "words", "a" * 1000, "ä"):
        assert web.as_(olga).post(GIVEN, logo=typed).status_code == 422
    assert kept(session) == {}


def test_it_waits_until_she_has_shown_that_it_is_she(web, session, olga):
    asked = upload(web.lately(olga), png())
    assert asked.status_code == 403
    assert kept(session) == {}

    answer = web.send(asked, GIVEN, password=PASSWORD)

    assert answer.status_code == 303
    assert set(kept(session)) == {LookPart.LOGO}


def test_only_administrators_choose_it(web, session, mona):
    logo = b64encode(png()).decode()

    assert web.as_(mona).post(GIVEN, logo=logo).status_code == 403
    assert web.post(f"{GIVEN}/remove").status_code == 403
    assert kept(session) == {}
