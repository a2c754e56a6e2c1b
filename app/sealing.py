"""Sealing what must be read again later: a key for each purpose, all from the installation's one secret."""

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@cache
def seal(secret: str, purpose: str) -> Fernet:
    """Encrypts and proves whose work it is; what was sealed for one purpose does not open for another."""
    key = HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode())
    return Fernet(urlsafe_b64encode(key))
