"""Every endpoint by everybody: allowed or refused as this table says, written down a second time on purpose.

A route without a line is a failure. What each command is allowed stands in test_tables.py; here the same table is held
against what comes over a line, for each who may open one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from app import reporting
from app.game.commands import WIRE_COMMANDS
from app.review.exports import FORMS
from tests.exhaustive.test_tables import MEANT
from tests.support import wishes
from tests.support.accounts import PASSWORD
from tests.support.crowd import ACCOUNTS, Crowd, Target, every_route
from tests.support.web import Server, bearer
from tests.web.conftest import Serve
from tests.web.conftest import serve as serve
from tests.web.conftest import way as way

HERE = "seat screen facilitator cofacilitator former"
OTHERS = "other_seat other_screen other_facilitator"
SIGNED_IN = "owner colleague admin head researcher admin_elsewhere researcher_elsewhere"
EVERYBODY = f"nobody {HERE} {OTHERS} {SIGNED_IN}"
STEERS = "facilitator cofacilitator owner"
LEADS = "facilitator owner"
MEMBERS = f"{HERE} owner"
LOOKS_BACK = "seat facilitator cofacilitator former owner researcher"
"""Once the session is closed, and for a researcher if its school agreed. The projector's token is for the projector."""
HAS_SESSIONS = "owner colleague admin head admin_elsewhere former other_facilitator"
"""Whoever may make sessions and packs. A token of an account's session is good for that session alone."""
MANAGES = "admin head"
ADMINS = "admin head admin_elsewhere"
"""Each of an own organisation; the head of all."""
NOBODY = ""


@dataclass(frozen=True)
class Line:
    """`who` gets `status` for this request; everybody else is refused."""

    route: str
    status: int
    who: str
    form: dict[str, str] | None = None
    json: Any = None
    query: str = ""
    fresh: bool = False
    """Whether it changes what others ask for: then each gets a session of their own."""
    closed: bool = False
    fill: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    def path(self, target: Target) -> str:
        given = {"code": target.code, "id": target.victim, "pack": "eigen", "seq": "1", "kind": "jsonl", "team": "1"}
        return self.route.partition(" ")[2].format_map(given | self.fill) + self.query

    def body(self, target: Target) -> dict[str, Any]:
        if self.form is not None:
            return {"data": {name: value.format(code=target.code) for name, value in self.form.items()}}
        if isinstance(self.json, str):  # which of the session's seats
            return {"json": {"seat": target.seats[int(self.json)]}}
        return {"json": self.json} if self.json is not None else {}


PERSONA = {"section": "personas", "key": "bram"}
NEW_FACTOR = {"section": "factors"}
OPEN = """
    / /openapi.json /api/v1/packs /healthz /readyz /language /privacy /toegankelijkheid /check /check/now /join/{code}
"""
TABLE = [
    # open to all
    *[Line(f"GET {path}", 200, EVERYBODY) for path in OPEN.split()],
    Line("GET /metrics", 404, EVERYBODY),
    Line("POST /language", 303, EVERYBODY, {"language": "nl"}),
    Line("POST /theme", 303, EVERYBODY, {"theme": "dark"}),
    Line("POST /", 303, EVERYBODY, {"code": "{code}"}),
    Line("POST /join/{code}", 303, EVERYBODY, {}, fresh=True),
    Line("POST /api/v1/sessions/{code}/seats", 201, EVERYBODY, json={}, fresh=True),
    Line("GET /k/{pack}/{code}", 200, EVERYBODY, fill={"pack": "po", "code": "{persona}"}),
    Line("POST /k/{pack}/{code}", 303, "seat other_seat", {}, fill={"pack": "po", "code": "{factor}"}),
    # sessions
    Line("GET /api/v1/sessions", 200, HAS_SESSIONS),
    Line("POST /api/v1/sessions", 201, HAS_SESSIONS, json={}),
    Line("GET /sessions/new", 200, HAS_SESSIONS),
    Line("POST /sessions/new", 303, HAS_SESSIONS, {}),
    Line("POST /sessions/import", 422, HAS_SESSIONS),
    Line("GET /sessions", 200, f"{HAS_SESSIONS} researcher researcher_elsewhere"),
    Line("GET /sessions/compare", 422, f"{HAS_SESSIONS} researcher researcher_elsewhere"),
    Line("GET /api/v1/sessions/{code}", 200, LEADS),
    Line("DELETE /api/v1/sessions/{code}", 204, f"{LEADS} {MANAGES}", fresh=True),
    Line("PATCH /api/v1/sessions/{code}", 200, f"{LEADS} {MANAGES}", json={"school": "De Linde"}),
    Line("GET /s/{code}/about", 200, f"{LEADS} {MANAGES}"),
    Line("POST /s/{code}/about", 303, f"{LEADS} {MANAGES}", {"consent": "not asked"}, fresh=True),
    Line("GET /s/{code}/keep", 200, f"{LEADS} {MANAGES}"),
    Line("POST /s/{code}/keep", 422, f"{LEADS} {MANAGES}", {"until": "never"}),
    Line("POST /s/{code}/delete", 303, f"{LEADS} {MANAGES}", {"sure": "1"}, fresh=True),
    Line("GET /s/{code}", 200, "seat"),
    Line("GET /s/{code}/screen", 200, f"screen former {STEERS}"),
    Line("GET /s/{code}/facilitate", 200, STEERS),
    Line("GET /s/{code}/preview", 200, STEERS),
    Line("GET /s/{code}/review", 200, f"seat former {STEERS}"),
    Line("GET /s/{code}/review", 200, f"seat former {STEERS} researcher", closed=True),
    Line("GET /api/v1/sessions/{code}/content", 200, MEMBERS),
    Line("GET /api/v1/sessions/{code}/content/starters", 200, MEMBERS),
    Line("GET /api/v1/sessions/{code}/log", 200, STEERS),
    Line("GET /api/v1/sessions/{code}/log", 200, LOOKS_BACK, closed=True),
    *[
        line
        for kind in FORMS
        for line in (
            Line("GET /api/v1/sessions/{code}/export/{kind}", 200, STEERS, fill={"kind": kind}),
            Line(
                "GET /api/v1/sessions/{code}/export/{kind}",
                200,
                LOOKS_BACK,
                closed=True,
                fill={"kind": kind},
            ),
        )
    ],
    *[
        line
        for form in reporting.FORMS
        for line in (
            Line("GET /api/v1/sessions/{code}/report.{form}", 200, STEERS, fill={"form": form}),
            Line(
                "GET /api/v1/sessions/{code}/report.{form}",
                200,
                LOOKS_BACK,
                closed=True,
                fill={"form": form},
            ),
        )
    ],
    Line("GET /s/{code}/review/results", 200, STEERS),
    Line("GET /s/{code}/review/results", 200, LOOKS_BACK, closed=True),
    Line("GET /s/{code}/review/report", 200, STEERS),
    Line("GET /s/{code}/review/report", 200, LOOKS_BACK, closed=True),
    Line("POST /s/{code}/review/report", 200, STEERS, {"form": "md"}),
    Line("POST /s/{code}/review/report", 200, LOOKS_BACK, {"form": "md"}, closed=True),
    Line("GET /api/v1/sessions/{code}/replay/{seq}", 200, STEERS),
    Line("GET /api/v1/sessions/{code}/replay/{seq}", 200, LOOKS_BACK, closed=True),
    Line("GET /api/v1/sessions/{code}/replay/{seq}", 200, STEERS, query="?audience=facilitator"),
    Line("GET /api/v1/sessions/{code}/replay/{seq}", 200, STEERS, query="?audience=facilitator", closed=True),
    # annotations
    *[
        Line(f"{route}", status, who, json=json, closed=closed, fill={"id": "none"})
        for closed, who, reads in ((False, STEERS, STEERS), (True, f"{STEERS} researcher", LOOKS_BACK))
        for route, status, who, json in (
            ("GET /api/v1/sessions/{code}/annotations", 200, reads, None),
            ("POST /api/v1/sessions/{code}/annotations", 201, who, {"seq": 1, "text": "Let op."}),
            ("PATCH /api/v1/sessions/{code}/annotations/{id}", 404, who, {"text": "Anders."}),
            ("DELETE /api/v1/sessions/{code}/annotations/{id}", 404, who, None),
        )
    ],
    # leading
    Line("POST /api/v1/sessions/{code}/links", 201, STEERS, json={"role": "screen"}),
    *[
        Line("POST /api/v1/sessions/{code}/links", 201, LEADS, json={"role": role})
        for role in ("facilitator", "cofacilitator", "handover")
    ],
    Line("DELETE /api/v1/sessions/{code}/cofacilitators", 204, LEADS, fresh=True),
    Line("POST /api/v1/sessions/{code}/key", 201, LEADS),
    Line("POST /api/v1/sessions/{code}/preview", 200, STEERS, json={"type": "blank", "id": "x", "on": True}),
    Line("POST /api/v1/sessions/{code}/seat-code", 201, f"seat {STEERS}", json="0"),
    Line("POST /api/v1/sessions/{code}/seat-code", 201, STEERS, json="1"),
    Line("POST /api/v1/sessions/{code}/seat-cards", 201, STEERS),
    Line("POST /api/v1/sessions/{code}/seat-cards.pdf", 200, STEERS),
    Line("GET /api/v1/sessions/{code}/kit.pdf", 422, STEERS, query="?parts=none"),
    Line("GET /api/v1/sessions/{code}/rehearsal", 200, STEERS),
    Line("POST /api/v1/sessions/{code}/rehearsal", 200, STEERS, json={"teams": [4]}, fresh=True),
    Line("PATCH /api/v1/sessions/{code}/rehearsal", 409, STEERS, json={"paused": True}),
    Line("DELETE /api/v1/sessions/{code}/rehearsal", 204, STEERS),
    Line("DELETE /api/v1/sessions/{code}/rehearsal/teams/{team}", 409, STEERS),
    # packs
    Line("GET /kit.pdf", 422, HAS_SESSIONS, query="?pack=none"),
    Line("GET /api/v1/packs/{pack}/kit.pdf", 422, HAS_SESSIONS, query="?parts=none"),
    Line("GET /packs", 200, HAS_SESSIONS),
    Line("POST /packs", 422, HAS_SESSIONS, {"from": "po", "id": "?"}),
    Line("POST /packs/upload", 422, HAS_SESSIONS),
    Line("GET /packs/{pack}", 200, HAS_SESSIONS),
    Line("GET /packs/{pack}/zip", 200, HAS_SESSIONS),
    Line("GET /packs/{pack}/new/{section}", 200, HAS_SESSIONS, fill=NEW_FACTOR),
    Line("POST /packs/{pack}/new/{section}", 200, HAS_SESSIONS, {}, fill=NEW_FACTOR),
    Line("GET /packs/{pack}/{section}/{key}", 200, HAS_SESSIONS, fill=PERSONA),
    Line("POST /packs/{pack}/{section}/{key}", 409, HAS_SESSIONS, {}, fill=PERSONA),
    Line("POST /packs/{pack}/delete", 303, HAS_SESSIONS, {}, fresh=True),
    # accounts
    Line("GET /account", 200, SIGNED_IN),
    Line("POST /account/name", 303, SIGNED_IN, {"name": "X"}),
    Line("POST /account/password", 422, SIGNED_IN, {"current": PASSWORD, "password": "kort"}),
    Line("POST /account/second-step", 200, SIGNED_IN, {"current": PASSWORD}),
    Line("POST /account/second-step/on", 410, SIGNED_IN, {}),
    Line("POST /account/second-step/off", 401, NOBODY, {"current": PASSWORD}),
    Line("POST /account/school/untie", 303, SIGNED_IN, {}),
    Line("POST /sign-out", 303, EVERYBODY, {}, fresh=True),
    Line("POST /sign-out/everywhere", 303, SIGNED_IN, {}, fresh=True),
    Line("GET /people", 200, ADMINS),
    Line("GET /people/sessions", 200, ADMINS),
    Line("GET /people/audit", 200, ADMINS),
    Line("POST /people/invite", 200, ADMINS, {"role": "facilitator"}),
    Line("POST /people/invitations/withdraw", 303, ADMINS, {}),
    Line("POST /people/organisations", 303, "head", {"name": "Nog een"}),
    Line("POST /people/organisations/remove", 303, "head", {"id": "none"}),
    Line("POST /people/{id}/link", 200, MANAGES, {}),
    Line("POST /people/{id}/change", 303, MANAGES, {"role": "facilitator"}, fresh=True),
    Line("POST /people/{id}/second-step-off", 303, MANAGES, {}),
    Line("POST /people/{id}/delete", 303, MANAGES, {}, fresh=True),
    Line("POST /people/sessions/{code}/delete", 303, MANAGES, {}, fresh=True),
    # only with a secret that none of them has by who they are
    Line("POST /facilitator", 401, NOBODY, {"token": "guessed"}),
    Line("GET /link/{secret}", 410, NOBODY, fill={"secret": "guessed"}),
    Line("POST /link/{secret}", 410, NOBODY, {}, fill={"secret": "guessed"}),
    Line("GET /invite/{secret}", 410, NOBODY, fill={"secret": "guessed"}),
    Line("POST /invite/{secret}", 410, NOBODY, {}, fill={"secret": "guessed"}),
    Line("GET /account/new", 410, NOBODY),
    Line("POST /account/new", 410, NOBODY, {}),
    Line("POST /join/{code}/card", 404, NOBODY, {"card": "ABCD2346"}),
    Line("POST /sign-in", 401, NOBODY, {"email": "owner@x.nl", "password": "guessed"}),
    Line("GET /sign-in/code", 401, NOBODY),
    Line("POST /sign-in/code", 401, NOBODY, {"code": "000000"}),
    Line("GET /sign-in/school", 404, NOBODY),
    Line("GET /sign-in/school/back", 404, NOBODY),
]
ON_A_LINE = {"WS /ws/{code}", "POST /api/v1/lines/{code}"}
"""Who may say hello, and as whom: LOOKS."""
OF_A_LINE = {
    f"{method} /api/v1/lines/{{code}}{rest}"
    for method, rest in (("POST", "/frames"), ("GET", "/events"), ("GET", "/poll"), ("DELETE", ""))
}
"""With the id of a line alone, whoever asks."""
ENDLESS = {"WS /check/socket", "GET /check/events"}
"""Open to all, and nothing of a session in them; tests/web/test_check.py."""
LOOKS = {
    None: f"seat screen {STEERS}",
    "facilitator": STEERS,
    "screen": f"screen former {STEERS}",
    "seat": "seat",
    "review": STEERS,
}
"""Who may look as whom while a session goes on. Who gave the lead away looks back, once it is closed."""
LOOKS_CLOSED = LOOKS | {None: f"{MEMBERS} researcher", "review": f"seat former {STEERS} researcher"}
SPEAKS = dict.fromkeys(STEERS.split(), "facilitator") | {"seat": "seat", "screen": "screen"}
"""As whom a command of theirs counts in the table of commands."""


@pytest.fixture(scope="module")
def server(serve: Serve) -> Server:
    most = "1000000/minute"
    return serve(guess_limit=most, kits_per_minute=10**6, frames_per_second=10**9, frames_burst=10**9)


@pytest.fixture(scope="module")
def crowd(server: Server) -> Crowd:
    return Crowd(server)


@pytest.fixture
def target(crowd: Crowd) -> Target:
    return crowd.target()


def test_everybody_is_in_the_crowd(target: Target):
    assert set(EVERYBODY.split()) == target.cookies.keys()
    assert set(SIGNED_IN.split()) == ACCOUNTS.keys()


def test_every_route_has_a_line(server: Server):
    told = {line.route for line in TABLE} | ON_A_LINE | OF_A_LINE | ENDLESS
    assert every_route(server.app).keys() == told


def ask(server: Server, line: Line, target: Target, person: str, shown: str) -> Any:
    headers = target.headers(person, shown)
    answer = server.http.request(
        line.method, line.path(target), headers=headers, follow_redirects=False, **line.body(target)
    )
    server.http.cookies.clear()
    return answer


def is_refused(answer: Any) -> bool:
    """Refused in so many words, or sent to where everybody may be, with nothing to hold."""
    away = answer.status_code == 303 and "set-cookie" not in answer.headers
    is_away = away and (answer.headers["location"] == "/" or answer.headers["location"].startswith("/join/"))
    return is_away or answer.status_code in (401, 403, 404, 410, 429)


def people(line: Line) -> Iterator[tuple[str, str]]:
    """Everybody in a browser, and where a program may ask, who bears a token with that too."""
    yield from ((person, "cookie") for person in EVERYBODY.split())
    if " /api/" in line.route:
        yield from ((person, "bearer") for person in f"{HERE} {OTHERS}".split())


def name_of(line: Line) -> str:
    return line.route + (" closed" if line.closed else "") + line.query


@pytest.mark.parametrize("line", TABLE, ids=name_of)
def test_endpoint(server: Server, crowd: Crowd, line: Line):
    """Allowed and refused exactly as the line says."""
    target = crowd.target() if line.fresh or line.closed else crowd.kept()
    line = with_cards(server, target, line)
    make_pack(server, target, line)
    if line.closed:
        close(server, target)
    for person, shown in people(line):
        allowed = person in line.who.split()
        if line.fresh and allowed:
            crowd.spoilt = True
            target = crowd.target()
            make_pack(server, target, line)
        answer = ask(server, line, target, person, shown)
        if allowed:
            assert answer.status_code == line.status, (person, shown, answer.text[:300])
        else:
            assert is_refused(answer), (person, shown, answer.status_code, answer.text[:300])


def with_cards(server: Server, target: Target, line: Line) -> Line:
    """The codes of two paper cards in the place of their names."""
    if not line.route.endswith("/k/{pack}/{code}"):
        return line
    content = server.http.get(f"/api/v1/sessions/{target.code}/content", headers=bearer(target.tokens["screen"]))
    kinds = {card["kind"]: code for code, card in content.json()["codes"].items()}
    codes = {"persona": kinds["personas"], "factor": kinds["factors"]}
    return replace(line, fill={"pack": "po", "code": line.fill["code"].format_map(codes)})


def make_pack(server: Server, target: Target, line: Line) -> None:
    """The pack that pages of packs are asked for, if it is not there."""
    if not ("{pack}" in line.route and line.route.partition(" ")[2].startswith("/packs")):
        return
    form = {"from": "po", "id": "eigen", "title.nl": "Eigen", "title.en": "Own"}
    headers = target.headers("other_facilitator")
    server.http.post("/packs", data=form, headers=headers, follow_redirects=False)


def close(server: Server, target: Target) -> None:
    with server.connect(target.code) as wire:
        wire.hello(target.tokens["facilitator"])
        assert wire.ask("close_session")["type"] == "ack"
        wire.ask("undo")  # what the close means for the lists of sessions is done before the next command


CHANGES = [line for line in TABLE if line.method != "GET"]


@pytest.mark.parametrize("line", CHANGES, ids=name_of)
def test_a_page_of_another_site_changes_nothing(server: Server, crowd: Crowd, line: Line):
    """Whatever cookies its visitor has: those of somebody who may do it."""
    target = crowd.kept()
    line = with_cards(server, target, line)
    make_pack(server, target, line)
    for person in line.who.split()[-1:] or ["owner"]:
        headers = target.headers(person) | {"origin": "https://elsewhere.example"}
        answer = server.http.request(line.method, line.path(target), headers=headers, **line.body(target))
        server.http.cookies.clear()
        assert answer.status_code == 403, (person, answer.text)
        assert answer.json()["code"] == "wrong_origin"


@pytest.mark.parametrize("route", sorted(OF_A_LINE | ON_A_LINE))
def test_nor_over_a_line(server: Server, crowd: Crowd, route: str):
    target = crowd.kept()
    headers = target.headers("owner") | {"origin": "https://elsewhere.example"}
    method, _, path = route.partition(" ")
    if method == "WS":
        with pytest.raises(WebSocketDisconnect), server.socket(target.code, None, headers):
            pass
    elif method != "GET":
        held = headers | {"Maatwerk-Line": "any"}
        answer = server.http.request(method, path.format(code=target.code), headers=held, content=b'{"type":"hello"}')
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_origin")


# --- over a line ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_who_may_say_hello_and_look_as_whom(server: Server, target: Target, closed: bool):
    if closed:
        close(server, target)
    for looks_as, who in (LOOKS_CLOSED if closed else LOOKS).items():
        said = {"type": "hello"} | ({"as": looks_as} if looks_as else {})
        for person in EVERYBODY.split():
            headers = target.headers(person)
            answer = server.http.post(f"/api/v1/lines/{target.code}", json=said, headers=headers)
            assert answer.status_code == (201 if person in who.split() else 401), (person, looks_as, answer.text)
            with server.socket(target.code, None, headers) as socket:
                socket.send(said)
                if person in who.split():
                    assert socket.hear()["type"] == "welcome", (person, looks_as)
                else:
                    assert socket.closed() == ("unauthorised", 4005), (person, looks_as)


def test_a_line_is_its_holders_in_its_own_session_alone(server: Server, crowd: Crowd, target: Target):
    opened = server.http.post(
        f"/api/v1/lines/{target.code}", json={"type": "hello"}, headers=target.headers("facilitator")
    )
    line = {"Maatwerk-Line": opened.json()["line"]}
    for person in EVERYBODY.split():
        for code, held in ((target.code, {"Maatwerk-Line": "guessed"}), (crowd.other.code, line)):
            headers = target.headers(person) | held
            for route in OF_A_LINE:
                method, _, path = route.partition(" ")
                answer = server.http.request(method, path.format(code=code), headers=headers, content=b"{}")
                assert answer.status_code == 410, (person, route)
    poll = server.http.get(f"/api/v1/lines/{target.code}/poll?wait=0", headers=line)
    assert poll.status_code == 200


def test_commands_over_a_line(server: Server, crowd: Crowd):
    """What the table of commands says of roles holds for every person who has a line."""
    for person in LOOKS[None].split():
        target = crowd.target()
        with server.socket(target.code, None, target.headers(person)) as socket:
            assert socket.hello()["type"] == "welcome"
            for name in sorted(WIRE_COMMANDS, key=lambda name: name in ("close_session", "undo")):
                allowed = SPEAKS[person] in MEANT[name][0].split()
                fields = wishes.FIELDS[name](Random(1))
                answer = socket.ask(name, fields.get("id"), **fields)
                assert (answer.get("code") != "not_allowed") == allowed, (person, name, answer)
