"""What the API answers, for its OpenAPI document; a test holds answers to requests of every kind against it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Said = dict[int | str, dict[str, Any]]


class Pack(BaseModel):
    """An installed content pack."""

    id: str
    version: str
    title: dict[str, str]
    languages: list[str]


class Session(BaseModel):
    """A session in a list. Times are ms UTC."""

    code: str
    title: str
    language: str
    pack: str
    pack_version: str
    created_at: int
    closed_at: int | None
    delete_on: int
    rehearsal: bool
    imported: bool
    school: str
    board: str
    consent: Literal["not recorded", "not asked", "agreed", "refused"]
    consent_on: str | None


class NewlyMade(BaseModel):
    """A new session: its tokens, shown this once, where to join, and one-time links for projector and console."""

    code: str
    facilitator_token: str
    projector_token: str
    join_url: str
    screen_url: str
    facilitate_url: str


class Seat(BaseModel):
    """A seat and its token."""

    seat: str
    token: str


class Link(BaseModel):
    """A one-time link. `qr` is the same as a picture (SVG in a data address)."""

    url: str
    qr: str


class Key(Link):
    """A spare key, in words of four signs."""

    key: str


class SeatCode(Link):
    """A code that brings another device to a seat, once, and for so many minutes."""

    code: str
    minutes: int


class Card(BaseModel):
    """A seat card: `name` is the team's, `seat` counts from 1, `url` is what its QR holds."""

    team: int
    name: str
    seat: int
    url: str
    code: str


class Cards(BaseModel):
    """New seat cards."""

    cards: list[Card]


class Moment(BaseModel):
    """What an audience saw after `seq` events, at a time in ms UTC."""

    seq: int
    at: int
    view: dict[str, Any]


class Annotation(BaseModel):
    """What a reviewer wrote beside event `seq`; `mine` may be changed, `removable` may be removed by who asks."""

    id: str
    seq: int
    at: int
    text: str
    by: Literal["facilitator", "researcher"]
    mine: bool
    removable: bool


class Preview(BaseModel):
    """The projector's view as it would be; `held` is what stays covered in it."""

    seq: int
    view: dict[str, Any]
    held: list[Any] | dict[str, Any] | None = None


class Line(BaseModel):
    """The id of a line, which goes along in the header `Maatwerk-Line`."""

    line: str


class Problem(BaseModel):
    """RFC 9457. `code` is for programs, `detail` a sentence for people that says what to do."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    code: str
    detail: str


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"]


class Ready(BaseModel):
    """It can be used. Without the doorbell it is slower, not unfit."""

    status: Literal["ready"]
    database: Literal["ok"]
    migrations: Literal["ok"]
    doorbell: Literal["ok", "down"]


def problems() -> Said:
    """What every endpoint may answer besides."""
    schema = Problem.model_json_schema()
    return {"default": {"description": Problem.__doc__, "content": {"application/problem+json": {"schema": schema}}}}


def json(model: Any, status: int = 200) -> Said:
    """An answer of this kind."""
    return {status: {"model": model}}


def text(*media_types: str, about: str = "") -> Said:
    """An answer that is no JSON document."""
    kind = {"type": "string"}
    return {200: {"description": about or "As asked.", "content": {each: {"schema": kind} for each in media_types}}}


def file(*media_types: str) -> Said:
    """An answer in bytes; of JSON, what it holds is for whoever asks for it by name."""
    raw = {"type": "string", "format": "binary"}
    content = {each: {"schema": {} if each == "application/json" else raw} for each in media_types}
    return {200: {"description": "The file.", "content": content}}
