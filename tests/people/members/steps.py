"""An app that shows codes, and a device that keeps passkeys, as tests need them."""

import base64
import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from html import unescape

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from pyotp import TOTP

from app.core import clock, keys
from tests.browser import forms_of

SECRET = re.compile(r'<code class="secret"[^>]*>([A-Z2-7 ]+)</code>')
CODE = re.compile(r"\b[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}\b")
OPTIONS = re.compile(r'data-options="([^"]+)"')
HOST, ORIGIN = "circle.example.org", "https://circle.example.org"
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def code(secret, off=0):
    """What the app shows now, or some half minutes later."""
    return TOTP(secret).at(clock.now() + timedelta(seconds=30 * off))


def turn_on(web):
    """Set up an app; gives back its secret and the recovery codes."""
    page = web.get("/settings/two-step")
    secret = SECRET.search(page.text)[1].replace(" ", "")
    done = web.send(page, "/settings/two-step", code=code(secret))
    assert done.status_code in {200, 303}, done.text
    return secret, CODE.findall(done.text)


def password_of(web, login, password, **more):
    """The first step of signing in."""
    return web.send(
        web.visitor().get("/sign-in"), "/sign-in", login=login, password=password, **more
    )


def options(page):
    """What a page asks of the browser."""
    return json.loads(unescape(OPTIONS.search(page.text)[1]))


def written(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def fields(page, action):
    [form] = [
        form for form in forms_of(page) if form.action == action and "csrf_token" in form.values
    ]
    return form.values


@dataclass
class Device:
    """Keeps one passkey. What it says can be made wrong, as an attacker would have it."""

    host: str = HOST
    origin: str = ORIGIN
    flags: int = PRESENT | VERIFIED
    count: int = 0
    id: bytes = field(default_factory=lambda: keys.random_bytes(20))
    user: str = ""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, asked):
        """The answer to a page that asks for a new passkey."""
        self.user = asked["user"]["id"]
        said = self._said("webauthn.create", asked["challenge"])
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: _32(point.x), -3: _32(point.y)}
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        data = self._data(self.flags | ATTESTED) + held
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(clientDataJSON=said, attestationObject=attested)

    def show(self, asked, **instead):
        """The answer to a page that asks for a passkey it knows."""
        said = self._said("webauthn.get", asked["challenge"])
        data = self._data(self.flags)
        signed = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        user = instead.get("user", self.user)
        return self._answer(
            clientDataJSON=said, authenticatorData=data, signature=signed, userHandle=user
        )

    def _said(self, kind, challenge):
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, flags):
        return sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, **response):
        said = {k: v if isinstance(v, str) else written(v) for k, v in response.items()}
        name = written(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})


def _32(number):
    return number.to_bytes(32, "big")


def add_passkey(web, device, name="My phone"):
    page = web.get("/settings/passkeys/new")
    return web.send(page, "/settings/passkeys/new", name=name, made=device.make(options(page)))
