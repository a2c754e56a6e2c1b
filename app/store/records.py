"""What the store takes and gives: plain frozen values that know no SQL. All times are ms since 1970 (UTC)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Literal

DAY_MS = 24 * 3_600_000

Role = Literal["facilitator", "cofacilitator", "former", "screen", "seat", "card", "key", "code", "handover"]
"""`cofacilitator` looks and steers along with the facilitator; `former` gave the lead away.

The last four are no tokens: a `card` (seat card) and a `key` (facilitator's spare key) are exchanged for one as often
as needed; a `code` (seat code) is a link that becomes the token of its seat, a `handover` one that becomes the
facilitator's and takes it from whoever led.
"""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One fact as it lies on disk; `data` is a JSON object in bytes, given and taken as is."""

    seq: int
    at: int
    type: str
    version: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a reviewer wrote beside event `seq`; `at` is when, or when it was last changed.

    `author` tells whether two are by the same one: an account, an owner, or the key of a token; never shown. `role` is
    what they were then.
    """

    id: str
    seq: int
    at: int
    text: str
    author: str
    role: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a command: an ack at `seq`, or a reject when `code` is set.

    Rejects are kept too, so that a resend gets the same answer.
    """

    seq: int
    code: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's answer in a ballot box; replaces an earlier answer with the same key.

    `key` is the caller's HMAC of the seat with the box's secret, never the seat itself.
    """

    box: str
    key: str
    answer: bytes


def ballots_mark(ballots: Mapping[str, bytes]) -> str:
    """Differs when one answer of a box does."""
    told = sha256()
    for key, answer in sorted(ballots.items()):
        told.update(f"{key} {len(answer)} ".encode() + answer)
    return told.hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One decided command: all of it is committed, or nothing.

    `base` is the seq that the decision was made on; the events are base+1, base+2, ...
    `counted` names the boxes whose secret and ballots are destroyed in the same transaction, after `ballots` went in.
    `marks` gives for some of them the `ballots_mark` of what was counted: another worker may have changed an answer.
    Raises ValueError when the seqs are not consecutive, or when a reject carries effects.
    """

    session: str
    base: int
    seat: str
    command_id: str
    outcome: Outcome
    events: tuple[StoredEvent, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    counted: tuple[str, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if any(event.seq != self.base + step for step, event in enumerate(self.events, start=1)):
            raise ValueError(f"events of an entry on base {self.base} must be {self.base + 1}, {self.base + 2}, ...")
        if self.outcome.code is not None and (self.events or self.in_boxes):
            raise ValueError("a rejected command has no effects")

    @property
    def in_boxes(self) -> bool:
        """Whether it puts something in a ballot box or counts one."""
        return bool(self.ballots or self.counted)


def check_chain(entries: Sequence[Entry]) -> None:
    """Raises ValueError when these cannot be stored in one piece: none, of several sessions, not each on what the one
    before leaves, a command twice, or with answers in ballot boxes, which only an entry by itself may have."""
    if not entries:
        raise ValueError("nothing to store")
    if len({(entry.seat, entry.command_id) for entry in entries}) < len(entries):
        raise ValueError("a command is stored once")
    for entry, after in pairwise(entries):
        if (after.session, after.base) != (entry.session, entry.base + len(entry.events)):
            raise ValueError("each entry must be decided on what the one before it leaves")
    if len(entries) > 1 and any(entry.in_boxes for entry in entries):
        raise ValueError("an entry with answers is stored by itself")


Consent = Literal["not recorded", "not asked", "agreed", "refused"]
"""What is known of whether the school lets its session be used for research."""


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """What is known of a session. `settings` is JSON in bytes.

    `began_at` is when the room left the lobby, and `last_at` when something last happened; the store reads both from
    the log.
    """

    code: str
    title: str
    language: str
    pack_id: str
    pack_version: str
    pack_sha256: str
    owner: str
    settings: bytes
    created_at: int
    last_at: int
    keep_days: int
    closed_at: int | None = None
    rehearsal: bool = False
    imported: bool = False
    """It was played elsewhere, or before, and came back as a file to be looked back at."""
    school: str = ""
    board: str = ""
    """Names that whose it is gave, so that sessions of one school or board are found together; never in an export."""
    consent: Consent = "not recorded"
    consent_on: str | None = None
    """On which day (ISO 8601) the school said so."""
    began_at: int | None = None

    @property
    def played_at(self) -> int:
        """Of which day it is: many are made days before. Every page and report asks this, and nothing else."""
        return self.created_at if self.began_at is None else self.began_at

    @property
    def delete_on(self) -> int:
        """When it must be gone. This is the one place that says so."""
        return self.last_at + self.keep_days * DAY_MS

    @property
    def counts(self) -> bool:
        """Whether statistics count this session: whatever adds up sessions asks this, and nothing else."""
        return not (self.rehearsal or self.imported)


@dataclass(frozen=True, slots=True)
class Token:
    """What a capability allows: its bearer acts in `session` as `role` (and as `seat`, or for `owner`)."""

    session: str
    role: Role
    seat: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Deletion:
    """One line of the deletion register: that something was deleted, never what it said.

    `reason` says why and by whom: "end date" (by the server itself), "deleted before" (it came back with a backup),
    else who asked: "facilitator", "admin" or "command line".

    `code_sha256` lets somebody who knows the code check that it is gone; it hides the code from a glance, not from
    a search of all codes. `counts` is rows per kind ("events", "tokens", ...).
    """

    code_sha256: str
    created_at: int
    deleted_at: int
    reason: str
    counts: dict[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the whole database, as the deletion register knows it. Times are ms UTC.

    What was deleted since is still in it, until `delete_on` at the latest. `gone_at` is when somebody saw to that.
    """

    name: str
    made_at: int
    delete_on: int
    sessions: int
    gone_at: int | None = None


AccountRole = Literal["admin", "facilitator", "researcher"]
"""An admin also leads sessions; a researcher leads none, and only looks back."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A school or board. Without one, an account belongs to the whole installation."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signs in. `id` is the owner of the account's sessions.

    `password` is an Argon2 hash, None for who only signs in elsewhere. `second_step` is a sealed secret, None without
    one; `code_used` is the number of the last half minute whose code was taken, so that none is taken twice.
    """

    id: str
    email: str
    name: str
    role: AccountRole
    organisation: str | None = None
    password: str | None = field(default=None, repr=False)
    second_step: bytes | None = field(default=None, repr=False)
    code_used: int = 0
    blocked: bool = False
    created_at: int = 0


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link to an account: a new one, or with `account` a new password for one that is there.

    `maker` is the account that made it, "command line", or "start": the server's own, for the first admin.
    """

    role: AccountRole
    maker: str
    email: str | None = None
    organisation: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Audited:
    """One line of the audit log: that somebody did something, never what it said.

    `who` is an account's id, "token" for the bearer of a session's token, "command line" or "nobody". `about` is
    an account's or organisation's id, the id of an own pack, or `session_mark` of a session's code, which says nothing
    once the session is gone.
    """

    at: int
    what: str
    who: str
    about: str | None = None
