"""Encryption: whom we trust, and who we are."""

import datetime as dt
import ipaddress
import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from raw_server import head, raw_server, read_head

from avrotower.errors import PolicyError, RegistryUnreachableError
from avrotower.registry.connection import Connection
from avrotower.registry.wire import Wire

PLAIN = Connection("")
PEM = serialization.Encoding.PEM


def made(directory: Path, name: str, password: bytes = b"") -> tuple[str, str]:
    """Return the files of a certificate that vouches for itself, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([here]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = directory / f"{name}.crt", directory / f"{name}.key"
    cert_file.write_bytes(certificate.public_bytes(PEM))
    lock = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    form = serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(PEM, form, lock))
    return str(cert_file), str(key_file)


class Server:
    """A registry behind TLS that knows one client, or all."""

    def __init__(self, cert: str, key: str, client: str | None = None) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(cert, key)
        if client:
            self.context.verify_mode = ssl.CERT_REQUIRED
            self.context.load_verify_locations(client)

    def __call__(self, connection: socket.socket) -> None:
        with self.context.wrap_socket(connection, server_side=True) as secured:
            read_head(secured)
            secured.sendall(head(5) + b'["a"]')


def ask(url: str, files: Connection = PLAIN) -> object:
    with Wire(files._replace(url=url.replace("http:", "https:"))) as asked:
        return asked.send("GET", "/subjects")


def test_who_is_not_vouched_for_is_not_believed(tmp_path: Path) -> None:
    server = Server(*made(tmp_path, "server"))

    with (
        raw_server(server, reads_head=False) as url,
        pytest.raises(RegistryUnreachableError) as raised,
    ):
        ask(url)

    assert raised.value.kind == "strange"
    assert "name the authority of its certificate" in str(raised.value)
    assert "AVROTOWER_REGISTRY__CA_FILE" in str(raised.value)


def test_an_authority_can_be_named(tmp_path: Path) -> None:
    cert, key = made(tmp_path, "server")

    with raw_server(Server(cert, key), reads_head=False) as url:
        assert ask(url, Connection("", ca_file=cert)) == ["a"]


def test_we_show_who_we_are(tmp_path: Path) -> None:
    cert, key = made(tmp_path, "server")
    client, client_key = made(tmp_path, "client")

    with raw_server(Server(cert, key, client), reads_head=False) as url:
        found = ask(
            url,
            Connection("", ca_file=cert, cert_file=client, key_file=client_key),
        )
        with pytest.raises(RegistryUnreachableError):
            ask(url, Connection("", ca_file=cert))

    assert found == ["a"]


def test_a_locked_key_asks_nobody_for_its_password(tmp_path: Path) -> None:
    cert, key = made(tmp_path, "client", b"secret")

    with pytest.raises(PolicyError, match="its key is encrypted"):
        Wire(Connection("https://r.test", cert_file=cert, key_file=key))


def test_a_key_of_another_is_told(tmp_path: Path) -> None:
    cert, _ = made(tmp_path, "client")
    _, key = made(tmp_path, "other")

    with pytest.raises(PolicyError, match="or another's"):
        Wire(Connection("https://r.test", cert_file=cert, key_file=key))
