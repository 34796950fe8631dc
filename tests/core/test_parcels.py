"""Parcels: what one key closed, only its other half opens, and only whole."""

import io
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import parcels
from app.core.parcels import CHUNK, MAGIC, TAG, BadParcel, Closing, Opening

KEY = parcels.X25519PrivateKey.generate()
HEAD = len(MAGIC) + parcels.KEY
LENGTHS = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]


def closed(words, pieces=1000):
    out = io.BytesIO()
    with Closing(out, KEY.public_key()) as parcel:
        for start in range(0, len(words), pieces):
            parcel.write(words[start : start + pieces])
    return out.getvalue()


def opened(sealed, key=KEY):
    return io.BufferedReader(Opening(io.BytesIO(sealed), key)).read()


def words(length):
    return bytes(n * 31 % 251 for n in range(length))


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("pieces", [999, CHUNK, 10 * CHUNK])
def test_it_comes_out_as_it_went_in(length, pieces):
    assert opened(closed(words(length), pieces)) == words(length)


def test_nothing_of_it_can_be_read_and_no_two_are_alike():
    one, other = closed(b"a canary" * 100), closed(b"a canary" * 100)

    assert b"canary" not in one
    assert one[HEAD:] != other[HEAD:]


def test_another_key_does_not_open_it():
    with pytest.raises(BadParcel):
        opened(closed(b"words"), parcels.X25519PrivateKey.generate())


@given(st.integers(len(MAGIC), 10**9), st.integers(0, 7))
def test_one_bit_that_was_changed_is_noticed(at, bit):
    sealed = bytearray(closed(words(300)))
    sealed[len(MAGIC) + at % (len(sealed) - len(MAGIC))] ^= 1 << bit

    with pytest.raises(BadParcel):
        opened(bytes(sealed))


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("cut", [1, TAG, CHUNK, CHUNK + TAG, 2 * (CHUNK + TAG), 10**9])
def test_an_end_that_is_missing_is_noticed(length, cut):
    sealed = closed(words(length))
    left = max(len(MAGIC), len(sealed) - cut)

    with pytest.raises(BadParcel):
        opened(sealed[:left])


def test_chunks_that_changed_their_places_are_noticed():
    sealed = closed(words(3 * CHUNK))
    first, second = (sealed[HEAD + n * (CHUNK + TAG) :][: CHUNK + TAG] for n in (0, 1))
    rest = sealed[HEAD + 2 * (CHUNK + TAG) :]

    for changed in (second + first + rest, first + rest, first + first + second + rest):
        with pytest.raises(BadParcel):
            opened(sealed[:HEAD] + changed)


def test_what_was_not_finished_cannot_be_taken_for_whole():
    out = io.BytesIO()
    parcel = Closing(out, KEY.public_key())
    parcel.write(words(3 * CHUNK))
    parcel.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)

    with pytest.raises(BadParcel):
        opened(out.getvalue())


def test_a_pair_is_made_once_and_each_half_is_known(tmp_path):
    public = parcels.make_pair(tmp_path / "pair")

    assert public == tmp_path / "pair.pub"
    assert stat.S_IMODE((tmp_path / "pair").stat().st_mode) == 0o400
    to = parcels.public_key(public)
    assert to == parcels.private_key(tmp_path / "pair").public_key()
    for wrong in (parcels.public_key, parcels.private_key):
        for path in (tmp_path / "pair", public):
            if (wrong is parcels.public_key) is (path != public):
                with pytest.raises(BadParcel, match=r"\.pub"):
                    wrong(path)
    with pytest.raises(FileExistsError):
        parcels.make_pair(tmp_path / "pair")
