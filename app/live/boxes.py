"""The ballot boxes of one room: a copy of what the store holds, and the keys that hide who answered."""

import hmac
from collections.abc import Container, Iterable, Mapping
from typing import Any

import orjson

from app.game.rules.answering import Ballot as Answered
from app.store.protocols import EventLog
from app.store.records import Ballot, ballots_mark

PERSONS = (1, 2, 3, 4)
VOTES = ("vote:", "dilemma:")
"""Boxes in which a team that shares a laptop has one voice."""
Answer = dict[str, Any]
Own = Mapping[str, Mapping[int, Answer]]
"""What a seat answered, by box and person."""


class Boxes:
    """Open boxes by name; each with its secret and its answers by key (HMAC of the voter with that secret)."""

    def __init__(self, log: EventLog, session: str) -> None:
        self._log = log
        self._session = session
        self._secrets: dict[str, bytes] = {}
        self._answers: dict[str, dict[str, Answer]] = {}
        self._own: dict[tuple[str, str], Own] = {}

    async def load(self, boxes: Iterable[str]) -> None:
        """Read the boxes that the state says are open."""
        for box in boxes:
            await self._open(box)

    async def reload(self, boxes: Iterable[str], still_open: Container[str]) -> None:
        """Another worker put something in these boxes, or counted them. What was in them stays until that is read."""
        for box in boxes:
            if box in still_open:
                await self._read(box)
            else:
                self.counted(box)

    async def _open(self, box: str) -> None:
        if box not in self._secrets:
            await self._read(box)

    async def _read(self, box: str) -> None:
        secret = await self._log.box_secret(self._session, box)
        held = await self._log.ballots(self._session, box)
        self._own.clear()
        self._answers[box] = {key: orjson.loads(answer) for key, answer in held.items()}
        self._secrets[box] = secret

    async def sealed(self, answered: Answered) -> Ballot:
        """The answer as it goes to the store, without the voter."""
        await self._open(answered.box)
        return Ballot(answered.box, self._key(answered.box, answered.voter), orjson.dumps(answered.answer))

    def holds(self, answered: Answered) -> bool:
        """Whether this voter answered before; not in a box that was never opened."""
        box = answered.box
        return box in self._secrets and self._key(box, answered.voter) in self._answers[box]

    def put(self, ballot: Ballot) -> None:
        """Keep an answer that is on disk now."""
        self._own.clear()
        self._answers[ballot.box][ballot.key] = orjson.loads(ballot.answer)

    def counted(self, box: str) -> None:
        """Forget a box that was counted and destroyed."""
        self._own.clear()
        self._secrets.pop(box, None)
        self._answers.pop(box, None)

    def answers(self, boxes: Iterable[str]) -> dict[str, list[Answer]]:
        """What the boxes hold, without keys."""
        return {box: list(self._answers.get(box, {}).values()) for box in boxes}

    def mark(self, box: str) -> str:
        """What its answers are recognised by; see `records.ballots_mark`."""
        return ballots_mark({key: orjson.dumps(answer) for key, answer in self._answers.get(box, {}).items()})

    def own(self, seat: str, voter: str) -> Own:
        """What a seat answered itself, by box and person. `voter`: whose vote the seat casts."""
        if (seat, voter) not in self._own:
            self._own[(seat, voter)] = self._find_own(seat, voter)
        return self._own[(seat, voter)]

    def _find_own(self, seat: str, voter: str) -> Own:
        found: dict[str, dict[int, Answer]] = {}
        for box, held in self._answers.items():
            voters = {1: voter} if box.startswith(VOTES) else {person: f"{seat}#{person}" for person in PERSONS}
            given = {person: held.get(self._key(box, name)) for person, name in voters.items()}
            mine = {person: answer for person, answer in given.items() if answer is not None}
            if mine:
                found[box] = mine
        return found

    def _key(self, box: str, voter: str) -> str:
        return hmac.new(self._secrets[box], voter.encode(), "sha256").hexdigest()
