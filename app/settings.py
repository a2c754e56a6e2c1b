"""Settings: environment variables with the prefix MAATWERK_, also read from `.env`.

README's table of settings is checked against this.
"""

from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import orjson
from limits import parse_many
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, NoDecode, SettingsConfigDict

HERE = Path(__file__).resolve().parent
PREFIX = "MAATWERK_"
TESTS = f"{PREFIX}TEST_"
"""So begin the names that tests and benches read."""


def _readable(limit: str) -> str:
    """What nobody can read as a limit is refused before the server starts."""
    try:
        parse_many(limit)
    except ValueError:
        raise ValueError("Write a limit such as 60/minute, or several as 60/minute;600/hour.") from None
    return limit


def _address(*starts: str) -> Callable[[str], str]:
    """Whether a text is an address that begins with one of these, or nothing."""

    def check(text: str) -> str:
        if text and not any(text.startswith(start) and text != start for start in starts):
            raise ValueError(f"Write an address that begins with {' or '.join(starts)}.")
        return text

    return check


def _bare(text: str) -> str:
    """Pages name each other from the root, so they are nowhere below a path."""
    parts = urlsplit(text)
    if text and (not parts.hostname or " " in text or parts.path not in ("", "/") or parts.query or parts.fragment):
        raise ValueError("Write host and port alone, such as https://spel.school.example, without a path.")
    return text


def _json_list(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except ValueError:
        raise ValueError('Write a JSON list, such as ["https://school.example"].') from None


Limit = Annotated[str, AfterValidator(_readable)]
WebAddress = Annotated[str, AfterValidator(_address("http://", "https://")), AfterValidator(_bare)]
RedisAddress = Annotated[str, AfterValidator(_address("redis://", "rediss://", "unix://"))]
JsonList = Annotated[list[str], NoDecode, BeforeValidator(_json_list)]


class Settings(BaseSettings):
    """Everything that can be set. Each has a default that fits one laptop in one room."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore")

    host: str = Field(default="0.0.0.0", description="Address to listen on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port to listen on.")
    base_url: WebAddress = Field(
        default="", description="Address that people open, as in the QR; empty: this machine's own address."
    )
    second_url: WebAddress = Field(
        default="", description="Second address that people may type, shown beside the first; a room has its own name."
    )
    env: Literal["production", "room", ""] = Field(
        default="", description="production or room; empty: production with https."
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""), description="Key that seals secrets of accounts; empty: a file beside the data."
    )
    data_dir: Path = Field(default=Path("data"), description="Folder of the database and of own packs.")
    database_url: str = Field(
        default="", description="Database; empty: a SQLite file in the data folder; or postgresql+psycopg://..."
    )
    redis_url: RedisAddress = Field(
        default="",
        description="Redis or Valkey through which workers hear of each other; empty: there is one worker.",
    )
    worker_url: WebAddress = Field(
        default="", description="Address at which other workers reach this one; empty: on this same machine."
    )
    packs_dir: Path = Field(default=HERE.parent / "game_content", description="Folder of the content packs.")
    allowed_origins: JsonList = Field(
        default=[], description="Further origins that may open the live connection, as JSON list."
    )
    retention_days: int = Field(
        default=90, ge=1, le=3650, description="Days that a session is kept after what happened last in it."
    )
    retention_most_days: int = Field(
        default=365, ge=1, le=3650, description="Days from now that somebody may have a session kept at most."
    )
    backup_days: int = Field(default=30, ge=1, le=3650, description="Days that a backup may be kept.")
    link_hours: int = Field(default=24, ge=1, le=720, description="Hours that a one-time link stays valid.")
    room_idle_seconds: int = Field(
        default=600, ge=10, description="Seconds after which a room that nobody uses is closed."
    )
    sign_in_idle_hours: int = Field(
        default=12, ge=1, le=720, description="Hours without use after which somebody has to sign in again."
    )
    sign_in_days: int = Field(default=7, ge=1, le=90, description="Days after which everybody has to sign in again.")
    oidc_issuer: str = Field(default="", description="OpenID provider of schools, as it calls itself; empty: none.")
    oidc_client_id: str = Field(default="", description="How this server is called at the OpenID provider.")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="Secret agreed with the OpenID provider.")
    oidc_name: str = Field(default="de school", max_length=40, description="What people call the provider.")
    oidc_scopes: str = Field(default="openid profile email", description="What the OpenID provider is asked for.")
    audit_days: int = Field(default=365, ge=1, le=3650, description="Days that a line of the audit log is kept.")
    guess_limit: Limit = Field(
        default="60/minute;600/hour",
        description="Failed codes per address before it has to wait; as many links and keys.",
    )
    guess_limit_all: Limit = Field(
        default="3000/hour",
        description="Failed codes of all addresses together before each has only a few tries an hour.",
    )
    frames_per_second: int = Field(default=50, ge=1, description="Frames that one connection may send on average.")
    frames_burst: int = Field(default=300, ge=10, description="Frames that one connection may send at once.")
    hello_seconds: int = Field(default=10, ge=1, description="Seconds that a new connection has to say hello.")
    hellos_per_address: int = Field(
        default=2000, ge=40, description="Open connections of one address that may have yet to say hello."
    )
    connections_per_session: int = Field(default=80, ge=18, description="Open connections that one session may have.")
    pack_bytes: int = Field(
        default=20 * 1024 * 1024, ge=100_000, description="Largest zip that may be uploaded as a pack, in bytes."
    )
    kits_per_minute: int = Field(default=20, ge=1, description="New kits and reports that one facilitator may ask for.")
    contact: str = Field(
        default="", max_length=200, description="Whom people tell that something does not work: mail, web or name."
    )
    metrics: bool = Field(default=False, description="Serve Prometheus text at /metrics.")
    log_format: Literal["console", "json"] = Field(default="console", description="For whom the log is written.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="The least serious lines that are logged."
    )

    @property
    def own_packs_dir(self) -> Path:
        """Where packs lie that were made here: with the data, so that a new version of the product leaves them."""
        return self.data_dir / "packs"

    @property
    def pack_dirs(self) -> tuple[Path, Path]:
        """Where to look for packs: first those of the product."""
        return self.packs_dir, self.own_packs_dir

    @property
    def door(self) -> str:
        """Where other workers reach this one."""
        return self.worker_url or f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'maatwerk.db'}"


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()


def strange_names() -> dict[str, str]:
    """Names in the environment and in `.env` that look like a setting and are none, each with the one that it may be.

    A misspelt setting would otherwise be passed over in silence. Empty: it looks like none.
    """
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    written = {*EnvSettingsSource(Settings).env_vars, *DotEnvSettingsSource(Settings).env_vars}
    strange = [name for name in sorted(map(str.upper, written)) if name.startswith(PREFIX) and name not in known]
    return {name: _nearest(name, known) for name in strange if not name.startswith(TESTS)}


def _nearest(name: str, known: list[str]) -> str:
    """Without the prefix, which makes all of them alike."""
    near = get_close_matches(name.removeprefix(PREFIX), [each.removeprefix(PREFIX) for each in known], n=1)
    return f"{PREFIX}{near[0]}" if near else ""
