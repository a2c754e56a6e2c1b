"""Plays a session with everything in it, and writes its log and views: see README.md here."""

import io
import json
import sys
import zipfile
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.game.events import decode
from app.game.merging import View
from app.game.pack import Dilemma, Pack
from app.game.viewing import Audience
from app.review.bundle import MANIFEST, About
from app.review.exports import pieces
from app.review.log import log_line, read_lines
from app.review.replay import replay
from app.review.sheets import sheets
from app.store import StoredEvent
from app.version import VERSION
from tests.support.game import ALL_INSTRUMENTS, NOW, PACK, Play, created
from tests.support.wishes import command
from tests.support.writing import Pen

HERE = Path(__file__).parent
AUDIENCES = ("facilitator", "screen", "review", "team:1", "team:2")
KEPT = ("schools", "indicators", "dilemmas")
MINUTE = 60_000


class Script:
    """Who does what, one second after another."""

    def __init__(self) -> None:
        self.play = Play(created(teams=3, minutes={"work": 12}, instruments=ALL_INSTRUMENTS))
        self.times = [NOW]
        self.moments: list[int] = []

    def do(self, name: str, kind: str, /, **fields: Any) -> None:
        self.play.now += 1000
        self.play.send(name, command(kind, **fields))
        self.times += [self.play.now] * (len(self.play.log) - len(self.times))

    def desk(self, kind: str, /, **fields: Any) -> None:
        self.do("facilitator", kind, **fields)

    def sit(self, seat: str, team: int | None, name: str | None = None, *, bot: bool = False) -> None:
        from app.game.commands import TakeSeat

        self.play.now += 1000
        self.play.send("system", TakeSeat(seat=seat, team=team, name=name, bot=bot))
        self.times += [self.play.now] * (len(self.play.log) - len(self.times))

    def look(self) -> None:
        """The views at this moment are kept."""
        self.moments.append(self.play.state.seq)

    def events(self) -> list[StoredEvent]:
        rows = zip(self.times, self.play.log, strict=True)
        return [StoredEvent(seq, at, *stored) for seq, (at, stored) in enumerate(rows, start=1)]


def whole_session() -> Script:
    """Lobby to closed, with every event on the way."""
    script = Script()
    for part in (arrive, first_camp, second_camp, end, weeks_later):
        part(script)
        script.look()
    return script


def arrive(script: Script) -> None:
    do, desk = script.do, script.desk
    script.sit("s_ann", 1, "Ann")
    script.sit("s_ben", 2)
    script.sit("s_cas", None, "Cas")
    desk("mark_rehearsal")
    script.sit("s_bot", 3, bot=True)
    script.sit("s_dee", 3)
    do("s_cas", "join_team", team=1)
    do("s_ann", "rename_team", name="De Uilen")
    desk("set_title", title="Studiemiddag")
    desk("set_times", starts_at=NOW, ends_at=NOW + 3 * 3_600_000)
    desk("move_seat", seat="s_cas", team=2)
    desk("set_present", team=3, present=False)
    desk("set_present", team=3, present=True)
    do("s_ben", "call_facilitator", on=True)
    do("s_ben", "call_facilitator", on=False)
    do("s_ann", "ready", on=True)
    desk("note", text="Koffie is koud")
    desk("switch_instrument", instrument="flexscan", on=False)
    desk("set_slot", moment="before", title="Vragenlijst", text="Tien minuten", url="https://example.org/a")
    desk("go", phase="welcome")
    for seat, person in [("s_ann", 1), ("s_ann", 2), ("s_ben", 1), ("s_cas", 1), ("s_dee", 1)]:
        do(seat, "place_pulse", pulse="now", regulation=-20 + 5 * person, interest=10, person=person)
    do("s_ann", "place_pulse", pulse="wanted", regulation=40, interest=40)
    desk("close_pulse", pulse="now")
    desk("open_pulse", pulse="now")
    desk("close_pulse", pulse="wanted")
    desk("undo")
    desk("reveal", what="pulse")
    desk("blank", on=True)
    desk("undo")
    desk("prompt", prompt="why")


def first_camp(script: Script) -> None:
    do, desk = script.do, script.desk
    desk("assign", team=3, persona="sem", actor="leader")
    desk("go", phase="choose", round=1)
    do("s_ann", "pick_persona", persona="bram")
    do("s_ann", "pick_actor", actor="parent")
    do("s_ben", "pick_persona", persona="lotte")
    do("s_ben", "pick_actor", actor="pupil")
    desk("go", phase="work", round=1)
    desk("timer", action="start")
    desk("timer", action="pause")
    desk("timer", action="resume")
    desk("timer", action="extend", seconds=-60)
    do("s_ann", "write_draft", fields={"title": "Eigen tempo", "text": "Bram plant zelf.\nWij kijken mee."})
    do("s_ann", "place", regulation=30, interest=-10)
    do("s_ann", "place", regulation=50, interest=0, aspect="pace")
    desk("edit_for_team", team=1, command={"type": "place", "regulation": 40, "interest": -10, "source": "paper"})
    do("s_ann", "place_self", regulation=10, interest=-40)
    do("s_ann", "set_aspect", aspect="pace", position=1)
    do("s_ann", "link_actor", actor="teacher", does="Bespreekt de planning")
    do("s_ann", "link_factor", factor="timetable", change=2, consequence="Blokuren")
    do("s_ann", "link_factor", factor="vision", change=-1, consequence="")
    do("s_ann", "unlink", kind="factor", id="vision")
    do("s_ann", "submit_solution")
    do("s_ann", "withdraw_solution")
    do("s_ann", "write_draft", fields={"ict": "Een planbord"})
    pen = Pen(script.play.state.solutions[(1, 1)].document, name=7)
    pen.put("text", 4, " (9)")
    do("s_ann", "edit_text", update=pen.sends())
    do("s_ann", "submit_solution")
    do("s_ben", "write_draft", fields={"title": "Nog niet af"})
    desk("edit_for_team", team=3, command={"type": "write_draft", "fields": {"title": "Van papier", "text": "Foto"}})
    script.look()
    script.play.now += 12 * MINUTE
    from app.game.engine import next_deadline

    deadline = next_deadline(script.play.state)
    assert deadline is not None
    script.play.send("system", deadline.command)
    script.times.append(script.play.now)
    desk("timer", action="stop")
    desk("go", phase="reveal")
    desk("reveal", what="solutions")
    desk("spotlight", team=1)
    for seat, person in [("s_ben", 1), ("s_ben", 2), ("s_ben", 3), ("s_cas", 1), ("s_dee", 1)]:
        do(seat, "read_solution", team=1, regulation=10 * person, interest=-10, person=person)
    desk("reveal", what="readings")
    desk("order_speakers", by="table")
    desk("order_speakers", by="reading")
    desk("go", phase="discuss")
    do("s_ann", "shift", regulation=50, interest=-20)
    desk("edit_for_team", team=1, command={"type": "shift", "regulation": 44, "interest": -20, "source": "paper"})
    desk("capture_insight", text="Tempo is voor iedereen anders", tags={"dimension": "interest", "round": 1})
    desk("capture_insight", text="Dubbel")
    desk("edit_insight", insight="i_1", shown=False)
    desk("drop_insight", insight="i_2")
    desk("undo")
    desk("drop_insight", insight="i_2")
    desk("bookmark", label="Goed gesprek")
    do("s_ann", "vote_dilemma", option="a")
    do("s_ben", "vote_dilemma", option="b")
    desk("reveal", what="dilemma")
    desk("settle_dilemma", option="b")
    desk("show_instrument", instrument="insights")
    desk("show_instrument", instrument="indicators")


def second_camp(script: Script) -> None:
    do, desk = script.do, script.desk
    desk("reopen_solution", team=2, round=1)
    do("s_ben", "write_draft", fields={"text": "Toch af"}, round=1)
    desk("go", phase="work", round=2)
    do("s_ann", "pick_actor", actor="leader")
    do("s_ann", "write_draft", fields={"title": "Groepen", "text": "Samen op reis"})
    do("s_ann", "place", regulation=-10, interest=20)
    do("s_ben", "place", regulation=0, interest=0)
    do("s_ben", "place_self", regulation=20, interest=0, source="paper")
    do("s_ben", "unlink", kind="self", id="self")
    do("s_ann", "connect", when="now", source="parent", target="vision", how="denkt mee")
    do("s_ann", "connect", when="wanted", source="vision", target="teacher")
    do("s_ann", "describe_node", when="now", node="vision", text="Staat op papier")
    do("s_ann", "disconnect", when="wanted", source="vision", target="teacher")
    desk("connect", when="now", source="leader", target="timetable")
    desk("show_instrument", instrument="network", team=1)
    desk("remove_seat", seat="s_cas")
    desk("set_school", name="De Linde", context="Drie locaties", regulation=-30, interest=-20)


def end(script: Script) -> None:
    do, desk = script.do, script.desk
    desk("go", phase="vote")
    desk("reveal", what="solutions")
    desk("open_vote")
    do("s_ann", "vote", team=2)
    desk("close_vote")
    desk("undo")
    do("s_ben", "vote", team=1)
    desk("reveal", what="vote")
    desk("break_tie", team=1)
    desk("go", phase="debrief")
    desk("set_debrief", script="orid", step=1, current={"pace": -1}, ambition={"pace": 1}, quadrant="personal")
    desk("set_debrief", subject="taal", current={"what": 0}, checklist={"leadership": "started"}, texts={"now": "Klas"})
    desk("add_action", what="Proef met blokuren", lead="Ann", month="maart")
    desk("add_action", what="Vergissing")
    desk("undo")
    desk("edit_action", action="a_1", state="started")
    desk("add_action", kind="question", what="Hoe doen anderen dit?")
    desk("set_profile", question="why", now="traditional", wanted="innovative", next="Samen kijken")
    desk("go", phase="evaluate")
    for n, (seat, person) in enumerate([("s_ann", 1), ("s_ann", 2), ("s_ben", 1), ("s_ben", 2), ("s_dee", 1)]):
        do(seat, "evaluate", answers={"useful": 3 + n % 3, "remember": f"Les {n}"}, person=person)
    do("s_ann", "place_pulse", pulse="now", regulation=2, interest=2)
    desk("close_session")


def weeks_later(script: Script) -> None:
    script.play.now += 8 * 7 * 24 * 60 * MINUTE
    script.desk("open_pulse", pulse="now")
    script.sit("s_new", None)
    for person in (1, 2, 3):
        script.do("s_ann", "place_pulse", pulse="now", regulation=10 * person, interest=20, person=person)
    script.do("s_ben", "place_pulse", pulse="now", regulation=0, interest=0)
    script.do("s_new", "place_pulse", pulse="now", regulation=50, interest=0)
    script.desk("reveal", what="pulse")


def looks(name: str) -> Audience:
    kind, _, team = name.partition(":")
    return Audience("team", team=int(team)) if team else Audience(kind)  # pyright: ignore[reportArgumentType]


def cards(pack: Pack) -> dict[str, Any]:
    held = asdict(pack)
    return {"personas": list(held["personas"]), "actors": list(held["actors"]), **{name: held[name] for name in KEPT}}


def pack_of(held: dict[str, Any]) -> Pack:
    return Pack(
        personas=tuple(held["personas"]),
        actors=tuple(held["actors"]),
        schools={int(number): school for number, school in held["schools"].items()},
        indicators=tuple(held.get("indicators", ())),
        dilemmas={int(number): Dilemma(**dilemma) for number, dilemma in held.get("dilemmas", {}).items()},
    )


def read_log(path: Path) -> list[StoredEvent]:
    return [StoredEvent(*row) for row in read_lines(path.read_bytes().splitlines())]


def seen(events: list[StoredEvent], seq: int, audience: str, pack: Pack) -> View:
    return json.loads(json.dumps(replay(events[:seq], looks(audience), pack)))


def views_file(path: Path) -> Path:
    return path.with_suffix(".views.json")


def write_views(path: Path, moments: list[int], pack: Pack) -> None:
    events = read_log(path)
    views = [{"seq": n, "audience": name, "view": seen(events, n, name, pack)} for n in moments for name in AUDIENCES]
    text = json.dumps({"cards": cards(pack), "views": views}, ensure_ascii=False, indent=1)
    views_file(path).write_text(text + "\n", "utf-8")


EXPORTS = HERE / "exports.json"
ABOUT = About("ABCDEF", "test", "1", "ab" * 32, software="1.0.0", protocol=1, made_at=NOW)


def left(path: Path) -> dict[str, Any]:
    """What a log leaves as: the small tables as they are, and a hash of every file.

    A zip or a workbook goes by its parts, for how well they are packed depends on the machine.
    """
    events = read_log(path)
    files = _unpacked(b"".join(pieces("zip", ABOUT, events)))
    files = {name: sha256(body).hexdigest() for name, body in files.items() if name not in (MANIFEST, "codebook.md")}
    return {"files": files, "sheets": json.loads(json.dumps(sheets(ABOUT, events), default=str))}


def _unpacked(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return {
        name: json.dumps({part: inner.hex() for part, inner in _unpacked(body).items()}).encode()
        if name.endswith(".xlsx")
        else body
        for name, body in files.items()
    }


def write_exports() -> None:
    found = {path.stem: left(path) for path in sorted(HERE.glob("v*.jsonl"))}
    EXPORTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> None:
    path = HERE / f"v{VERSION}-session.jsonl"
    if "--views" in sys.argv:
        for old in HERE.glob("*.jsonl"):
            held = json.loads(views_file(old).read_text("utf-8"))
            write_views(old, list(dict.fromkeys(each["seq"] for each in held["views"])), pack_of(held["cards"]))
        return
    if "--exports" in sys.argv:
        write_exports()
        return
    if path.exists():
        sys.exit(f"{path.name} exists, and a log that was released is never changed")
    script = whole_session()
    for event in script.events():
        decode(event.type, event.version, event.data)
    path.write_bytes(b"".join(map(log_line, script.events())))
    write_views(path, script.moments, PACK)
    write_exports()


if __name__ == "__main__":
    main()
