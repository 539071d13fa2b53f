"""A key and a self-signed certificate for localhost, valid until 2120; for tests, and known to everybody."""

from __future__ import annotations

import ssl
from pathlib import Path

KEY = """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEILP9xrSCTbn5RvmhPCXG4tiPnPX1DqTxuC3bM3sXlA9roAoGCCqGSM49
AwEHoUQDQgAEXXvp/sRCwI0lBq19Kspn4oXQYrnGVLtDpSdP2ARgGO2a4CvX2vjg
OMxaFmkLpxZsty+kURibRQxvOl+UDik+Rg==
-----END EC PRIVATE KEY-----
"""
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBdjCCAR2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAltYWlsLnRl
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CW1haWwudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABF176f7EQsCNJQat
fSrKZ+KF0GK5xlS7Q6UnT9gEYBjtmuAr19r44DjMWhZpC6cWbLcvpFEYm0UMbzpf
lA4pPkajXjBcMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E
BTADAQH/MB0GA1UdDgQWBBTdbmGxFfqrLnGIC3mrZ05bUSJs/jAOBgNVHQ8BAf8E
BAMCAoQwCgYIKoZIzj0EAwIDRwAwRAIgO10Sz72Qex14MFaYrbggtUORmxqifXGr
ru49oAd+0OwCIGAYj4z25PYpTUk1HjZC+Kyj5ojo+16feciPAIpmSBVa
-----END CERTIFICATE-----
"""


def server_tls(directory: Path) -> ssl.SSLContext:
    """The context of a server with this certificate; its files are written to `directory`."""
    path = directory / "server.pem"
    path.write_text(KEY + CERTIFICATE)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def client_tls() -> ssl.SSLContext:
    """The context of a client that trusts this certificate and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=CERTIFICATE)
    return context
