"""What a server holds in memory after whole sessions, played by bots from lobby to closed."""

from app.bots.rehearsal import rehearse
from app.settings import Settings
from bench.measured import Measured, memory_mib
from bench.server import Server

SPEED = 2000
SESSIONS = 3


async def measure(server: Server) -> list[Measured]:
    """The first session pays for what is loaded once; the last one shows what a session leaves behind."""
    settings = Settings(data_dir=server.data)
    sizes = [memory_mib(server.pid)]
    for seed in range(SESSIONS):
        await rehearse(settings, url=server.url, code=None, teams=4, speed=SPEED, seed=seed)
        sizes.append(memory_mib(server.pid))
    return [
        Measured("memory of an empty server", sizes[0], "MiB"),
        Measured("growth over the first rehearsal", sizes[1] - sizes[0], "MiB"),
        Measured(f"growth over rehearsal {SESSIONS}", sizes[-1] - sizes[-2], "MiB"),
    ]
