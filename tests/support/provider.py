"""A small OpenID provider, on a port of its own: discovery, keys, the code flow with PKCE, and userinfo.

It is as strict as a real one. What it does wrong on purpose is said in `lies`.
"""

import hashlib
import secrets
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bench.server import free_port

CLIENT, SECRET = "maatwerk", "v3ry-l0ng-and-r4ndom-enough"


@dataclass
class Provider:
    """Its address, who is signed in there now, and in what it lies."""

    url: str
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "s1"})
    lies: dict[str, Any] = field(default_factory=dict[str, Any])
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, auto_kid=True))
    in_id_token: bool = False
    """Whether names stand in the ID token too, or only at userinfo (as at SURFconext)."""
    asked: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    _codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    _tokens: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    def app(self) -> Starlette:
        """The four endpoints."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/keys", self.keys),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/userinfo", self.userinfo),
            ]
        )

    async def discovery(self, request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.lies.get("issuer", self.url),
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def keys(self, request: Request) -> Response:
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    async def authorize(self, request: Request) -> Response:
        """Somebody is signed in here already; back with a code at once."""
        asked = dict(request.query_params)
        self.asked.append(asked)
        wanted = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        if any(asked.get(name) != value for name, value in wanted.items()) or "openid" not in asked["scope"].split():
            return Response("invalid_request", 400)
        if self.lies.get("refuses"):
            return RedirectResponse(f"{asked['redirect_uri']}?error=access_denied&state={asked['state']}", 302)
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?code={code}&state={asked['state']}", 302)

    async def token(self, request: Request) -> Response:
        """A code for tokens, once, for who began."""
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        _, _, basic = request.headers.get("authorization", "").partition(" ")
        client = [unquote(part) for part in b64decode(basic).decode().split(":")]
        asked = self._codes.pop(form.get("code", ""), None)
        proof = urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if client != [CLIENT, SECRET]:
            return JSONResponse({"error": "invalid_client"}, 401)
        if asked is None or proof != asked["code_challenge"] or form.get("redirect_uri") != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe(16)
        self._tokens[access] = self.person
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": 30}
        if not self.lies.get("no_id_token"):
            answer["id_token"] = self._id_token(asked)
        return JSONResponse(answer)

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "sub": self.person["sub"], "aud": CLIENT, "iat": now, "exp": now + 60}
        claims |= {"nonce": asked["nonce"], **(self.person if self.in_id_token else {})} | self.lies.get("claims", {})
        if self.lies.get("key") == "none":
            return jwt.encode({"alg": "none"}, claims, OctKey.generate_key(), algorithms=["none"])
        key = self.lies.get("key", self.key)
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, key)

    async def userinfo(self, request: Request) -> Response:
        person = self._tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        if person is None:
            return JSONResponse({"error": "invalid_token"}, 401)
        return JSONResponse(person | self.lies.get("userinfo", {}))


@contextmanager
def provider() -> Generator[Provider]:
    """A provider that runs until the end of the block."""
    port = free_port()
    found = Provider(f"http://127.0.0.1:{port}")
    config = uvicorn.Config(found.app(), host="127.0.0.1", port=port, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
            assert thread.is_alive()
        yield found
    finally:
        server.should_exit = True
        thread.join()
