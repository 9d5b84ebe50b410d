"""Files crafted to expand or to crash what reads them: refused, and no memory taken."""

import bz2
import struct
import zipfile

import numpy as np
import pytest
from forgery import DESCRIPTION, WEIGHTS, changed, good_or_refused, members, npy, npy_with_header, refused, zipped

from rnncore.files.archive import LARGEST


@pytest.mark.parametrize("hidden", [1900, 4096, 10**9])
def test_a_small_file_that_describes_a_large_network_takes_no_memory(hidden):
    refused(changed(config__hidden_size=hidden))


def test_archives_that_expand():
    bomb = zipped(members() | {"more.npy": bytes(LARGEST + 1)})
    assert len(bomb) < 100_000
    refused(bomb, because="too large")
    refused(zipped(members() | {f"{i}.npy": b"" for i in range(10_000)}), memory=16_000_000)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_directory_that_lies_about_sizes(method):
    true_size = 2 * LARGEST
    bomb = zipped({WEIGHTS: bytes(true_size)}, method)
    lying = bomb.replace(struct.pack("<L", true_size), struct.pack("<L", 100))
    assert lying != bomb
    refused(lying)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_broken_compression_of_any_kind(method):
    data = bytearray(zipped(members(hidden=2), method))
    for at in range(0, len(data), 3):
        data[at] ^= 0x55
        good_or_refused(bytes(data))
        data[at] ^= 0x55


def claims(descr: str = "'<f8'", shape: str = "(1,)") -> str:
    return f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}"


@pytest.mark.parametrize("header", [
    claims(shape="(1000000000000,)"), claims(shape="(-1, -3)"), claims(shape="(3, 0)"), claims(shape="3"),
    claims(shape="(True,)"), claims(shape="(10**400,)"), claims(shape="(" + "9" * 400 + ",)"), claims(shape="(3.0,)"),
    claims("'|O'"), claims("'<f999'"), claims("'S0'", "(9,)"), claims("('<f8', (1000000000,))"),
    claims("[('a', '<f8')]", "(3,)"), claims("'<M8[s]'", "(3,)"), claims("3"), claims("None"),
    "{'descr': '<f8'}", "", "{", "(", "{'descr': (", "'''", "  {\n {", "import os", "9" * 5000, "(" * 3000,
    "-" * 9000, "\x00"], ids=lambda h: h[:60] or "nothing")
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::SyntaxWarning")
def test_array_headers_that_lie(header):
    for name in (DESCRIPTION, WEIGHTS):
        refused(zipped(members() | {name: npy_with_header(header, bytes(8 * 3))}))


def test_a_place_beyond_all_files():
    """Zip64 can claim that a member begins anywhere up to 2^64."""
    data = zipped({WEIGHTS: npy(np.zeros(3))}, zipfile.ZIP_STORED)
    at = data.index(b"PK\x01\x02")
    entry = bytearray(data[at:data.index(b"PK\x05\x06")])
    entry[42:46] = b"\xff" * 4
    entry[30:32] = struct.pack("<H", 12)
    entry += struct.pack("<HHQ", 1, 8, 2**64 - 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), at, 0)
    refused(data[:at] + bytes(entry) + end)


def test_compressed_data_is_as_small_as_these_tests_claim():
    assert len(bz2.compress(bytes(2 * LARGEST))) < 1000
