"""Settings: environment variables with the prefix MAATWERK_, also read from `.env`.

README's table of settings is checked against this.
"""

from functools import cache
from pathlib import Path
from typing import Annotated

from limits import parse_many
from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

HERE = Path(__file__).resolve().parent


def _readable(limit: str) -> str:
    """What nobody can read as a limit is refused before the server starts."""
    parse_many(limit)
    return limit


Limit = Annotated[str, AfterValidator(_readable)]


class Settings(BaseSettings):
    """Everything that can be set. Each has a default that fits one laptop in one room."""

    model_config = SettingsConfigDict(env_prefix="MAATWERK_", env_file=".env", extra="ignore")

    host: str = Field(default="0.0.0.0", description="Address to listen on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port to listen on.")
    base_url: str = Field(
        default="",
        pattern="^(https?://.+|)$",
        description="Address that people open, as in the QR; empty: this machine's own address.",
    )
    second_url: str = Field(
        default="", description="Second address that people may type, shown beside the first; a room has its own name."
    )
    env: str = Field(
        default="", pattern="^(production|room|)$", description="production or room; empty: production with https."
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""), description="Key that seals secrets of accounts; empty: a file beside the data."
    )
    data_dir: Path = Field(default=Path("data"), description="Folder of the database and of own packs.")
    database_url: str = Field(
        default="", description="Database; empty: a SQLite file in the data folder; or postgresql+psycopg://..."
    )
    redis_url: str = Field(
        default="",
        pattern="^((rediss?|unix)://.+|)$",
        description="Redis or Valkey through which workers hear of each other; empty: there is one worker.",
    )
    worker_url: str = Field(
        default="", description="Address at which other workers reach this one; empty: on this same machine."
    )
    packs_dir: Path = Field(default=HERE.parent / "game_content", description="Folder of the content packs.")
    allowed_origins: list[str] = Field(
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
        default="60/minute;600/hour", description="Failed codes and tokens per address before it has to wait."
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
    log_format: str = Field(default="console", pattern="^(console|json)$", description="console or json.")
    log_level: str = Field(
        default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR."
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
