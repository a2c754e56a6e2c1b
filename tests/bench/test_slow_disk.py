"""The bench of a slow disk runs from start to end, in a small form."""

from bench import slow_disk


async def test_every_command_is_answered_and_waits_for_the_disk() -> None:
    took = await slow_disk.waits(disk=0.01, rate=200, seconds=0.1)
    assert len(took) == 20
    assert min(took) >= 0.01
