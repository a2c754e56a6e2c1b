"""A running server notes its address beside the data, so that the command line prints links that work."""

from pathlib import Path

from app.serving.addresses import EVERYWHERE, own_url, url
from app.settings import Settings


def with_address(settings: Settings) -> Settings:
    """The settings, with the address that people open: as set, as the server on this data said last, or a guess."""
    if settings.base_url:
        return settings
    noted = _note(settings)
    base = noted.read_text().split()[0] if noted.exists() else own_url(settings.host, settings.port)
    return settings.model_copy(update={"base_url": base})


def _note(settings: Settings) -> Path:
    return settings.data_dir / "address"


def local_address(settings: Settings) -> str:
    """Where programs on this machine reach the server on this data; bots go there."""
    noted = _note(settings)
    return noted.read_text().split()[1] if noted.exists() else _local(settings)


def _local(settings: Settings) -> str:
    return url("127.0.0.1" if settings.host in EVERYWHERE else settings.host, settings.port)


def note_address(settings: Settings) -> Settings:
    """The settings of a server that starts, with its address, which is noted beside the data."""
    base = settings.base_url or own_url(settings.host, settings.port)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    _note(settings).write_text(f"{base}\n{_local(settings)}\n")
    return settings.model_copy(update={"base_url": base})


def forget_address(settings: Settings) -> None:
    """The server has stopped."""
    _note(settings).unlink(missing_ok=True)
