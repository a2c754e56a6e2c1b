"""Codes, ids and secrets, drawn with `secrets`."""

import random
import secrets

ALPHABET = "ABCDEFGHJKMNPQRTWXYZ2346789"
"""Without what looks alike on a projector: I L O S U V 0 1 5 (PROTOCOL.md)."""
LENGTH = 6

draw = random.SystemRandom()
"""The source of chance that rooms hand to the rules."""


def _signs(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_code() -> str:
    """A join code such as `KHT7QM`; whether it is free is for the store to say."""
    return _signs(LENGTH)


def read_code(typed: str) -> str | None:
    """The code that somebody typed, in any case, whatever stands between its signs; None if it cannot be one."""
    code = "".join(filter(str.isalnum, typed.upper()))
    return code if len(code) == LENGTH and all(char in ALPHABET for char in code) else None


def new_worker() -> str:
    """A name for a running worker; other workers are told it, and it begins what only that worker knows."""
    return secrets.token_hex(4)


def show_code(code: str) -> str:
    """`KHT7QM` as people read it: `KHT-7QM`."""
    return f"{code[:3]}-{code[3:]}"


CARD_LENGTH = 28
"""Of 27 signs each: 133 bits, so that a seat card is as hard to guess as a token."""


def new_card() -> str:
    """The secret of a seat card, which people can also type."""
    return _signs(CARD_LENGTH)


SEAT_CODE_LENGTH = 8
"""38 bits: enough for something that works once and for minutes. No other code has this length."""


def new_seat_code() -> str:
    """The code that brings a seat to another device, short enough to read aloud."""
    return _signs(SEAT_CODE_LENGTH)


def show_card(secret: str) -> str:
    """In words of four signs, as they stand on the card; a seat code too."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def read_card(typed: str) -> str:
    """The secret of a card or the seat code that somebody typed, in any case, with or without hyphens or spaces."""
    return "".join(typed.upper().replace("-", " ").split())[: 2 * CARD_LENGTH]


def card_seat(team: int, number: int) -> str:
    """The seat that a card leads to: the same one for a card made again."""
    return f"s_card_{team}_{number}"


def card_team(seat: str) -> int:
    """The team for which that seat's card was made."""
    return int(seat.split("_")[2])


def new_seat() -> str:
    """An id for a seat; its order says nothing."""
    return f"s_{secrets.token_hex(4)}"


def new_owner() -> str:
    """An id that ties together the sessions of one facilitator."""
    return f"o_{secrets.token_hex(8)}"
