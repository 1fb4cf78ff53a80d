"""Bodies go where they may and nowhere else, in little time, against a real server."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from tests.shell.hooks.listening import Listener, listening

from plexus.shell.hooks import sealing
from plexus.shell.hooks.guarding import Guard, Refused, is_public
from plexus.shell.hooks.posting import READ, post

HOME = Guard(("127.0.0.0/8",))
PRIVATE = (
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.100.100.200", "192.0.0.1", "192.0.2.1", "198.18.0.1",
    "203.0.113.7", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254",
    "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1",
    "2002:7f00:1::1", "2002:a00:1::", "::7f00:1", "fec0::1",
)  # fmt: skip
PUBLIC = ("1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101")


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_no_open_internet_is_private(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://127.0.0.1/", "private_address"),
        ("https://[::1]:8443/", "private_address"),
        ("https://169.254.169.254/latest/meta-data", "private_address"),
        ("https://localhost/", "private_address"),
        ("https://a.localhost/", "private_address"),
        ("http://example.com/", "not_https"),
        ("http://1.1.1.1/", "not_https"),
        ("https://user:word@example.com/", "not_plain"),
        ("https://example.com/#a", "not_plain"),
        ("ftp://example.com/", "not_a_url"),
        ("file:///etc/passwd", "not_a_url"),
        ("https://", "not_a_url"),
        ("https://exa mple.com/", "not_a_url"),
        ("https://example.com/\r\nX: 1", "not_a_url"),
        ("https://例子.cn/", "not_a_url"),
        ("https://example.com:99999/", "not_a_url"),
        ("https://example.com:0/", "not_a_url"),
        ("https://[::1/", "not_a_url"),
        ("https://example.com/" + "a" * 1000, "not_a_url"),
        ("", "not_a_url"),
    ],
)
def test_an_address_that_may_not_be_is_refused_before_anything_is_looked_up(url: str, code: str) -> None:
    def lookup(host: str, port: int) -> list[str]:
        raise AssertionError(host)

    with pytest.raises(Refused) as refused:
        Guard(lookup=lookup).judge(url)

    assert refused.value.code == code


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_means_a_private_address_is_not_connected_to(listener: Listener, address: str) -> None:
    port = listener.url.split(":")[2].split("/")[0]
    guard = Guard(lookup=lambda host, port: [address])

    reply = post(f"https://innocent.example:{port}/hooks", {}, b"{}", guard)

    assert (reply.error, reply.status, listener.heard) == ("private_address", None, [])


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
def test_an_address_in_disguise_is_judged_by_what_it_means(host: str) -> None:
    assert post(f"https://{host}/", {}, b"", Guard()).error in {"private_address", "unknown_host"}


def test_a_name_is_looked_up_once_and_its_address_used(listener: Listener) -> None:
    asked: list[str] = []

    def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.9.9.9"]

    port = listener.url.split(":")[2].split("/")[0]
    reply = post(f"http://erp.example:{port}/hooks?a=1", {"X-A": "b"}, b"{}", Guard(HOME.allowed, lookup))

    assert (reply.status, reply.arrived, asked) == (204, True, ["erp.example"])
    assert listener.heard[0].path == "/hooks?a=1"
    assert listener.heard[0].headers["host"] == f"erp.example:{port}"


def test_only_the_networks_that_were_allowed_are_reached_without_encryption() -> None:
    guard = Guard(("10.0.0.0/8",), lambda host, port: ["1.1.1.1"])

    assert post("http://example.com/", {}, b"", guard).error == "not_https"
    assert post("http://127.0.0.1:9/", {}, b"", guard).error == "private_address"


def test_a_redirect_is_told_and_not_followed(listener: Listener) -> None:
    listener.status, listener.headers = 302, {"Location": listener.url + "/elsewhere"}

    reply = post(listener.url, {}, b"{}", HOME)

    assert (reply.status, reply.arrived, len(listener.heard)) == (302, False, 1)


def test_a_server_that_does_not_answer_is_left_in_time(listener: Listener) -> None:
    listener.slow = 3

    began = time.monotonic()
    reply = post(listener.url, {}, b"{}", HOME, seconds=0.3)

    assert (reply.error, reply.status) == ("timeout", None)
    assert time.monotonic() - began < 2


def test_a_server_that_answers_letter_by_letter_is_left_in_time(listener: Listener) -> None:
    listener.status, listener.answer, listener.drips = 200, b"a" * 200, 0.05

    began = time.monotonic()
    reply = post(listener.url, {}, b"{}", HOME, seconds=0.5)

    assert time.monotonic() - began < 3
    assert len(reply.text) < 100


def test_an_answer_is_read_only_so_far(listener: Listener) -> None:
    listener.status, listener.answer = 200, b"\x00" + b"a" * (READ + 100)

    reply = post(listener.url, {}, b"{}", HOME)

    assert reply.text == "a" * (READ - 1)


def test_nobody_there_and_no_encryption_are_told(listener: Listener) -> None:
    https = listener.url.replace("http:", "https:")

    assert post("http://127.0.0.1:1/", {}, b"", HOME).error == "connection"
    assert post(https, {}, b"", HOME).error in {"tls", "connection"}
    assert post("https://no.such.invalid/", {}, b"", HOME).error == "unknown_host"


def test_the_signature_is_that_of_the_standard() -> None:
    # The example of the specification's own test vectors.
    secret, name, stamp = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330

    assert sealing.signature(secret, name, stamp, b'{"test": 2432232314}') == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_a_secret_is_kept_encrypted_and_lost_with_the_key(settings: Any) -> None:
    secret = sealing.new_secret()
    sealed = sealing.seal(secret)

    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert secret.removeprefix("whsec_") not in sealed
    assert sealing.unseal(sealed) == secret
    settings.SECRET_KEY = "another"
    with pytest.raises(sealing.SecretLost):
        sealing.unseal(sealed)


def test_the_receivers_side_agrees() -> None:
    secret, body = sealing.new_secret(), "恒通".encode()
    key = base64.b64decode(secret.split("_")[1])
    expected = hmac.new(key, b"msg_1.1700000000." + body, hashlib.sha256).digest()

    assert sealing.signature(secret, "msg_1", 1700000000, body) == "v1," + base64.b64encode(expected).decode()
