"""Sealing what must be read again later: a key for each purpose, all from the installation's one secret."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@cache
def seal(secret: str, purpose: str) -> Fernet:
    """Encrypts and proves whose work it is; what was sealed for one purpose does not open for another."""
    return Fernet(urlsafe_b64encode(_key(secret, purpose)))


def session_mark(secret: str, code: str) -> str:
    """What stands for a session in logs: without the installation's secret, trying all codes does not tell which."""
    return hmac.new(_key(secret, "session mark"), code.encode(), hashlib.sha256).hexdigest()


@cache
def _key(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode())
