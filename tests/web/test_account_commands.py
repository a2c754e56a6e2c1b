"""`maatwerk account` and `maatwerk audit`, and the link that `maatwerk serve` prints."""

import asyncio
import re
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from app.cli.main import cli
from app.serving.server import announce_first_admin
from app.settings import Settings
from app.store import Account, Invitation, Store, migrate, open_store


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--data", str(data)], catch_exceptions=False)


def settings(data: Path) -> Settings:
    return Settings(data_dir=data, base_url="http://here", _env_file=None)  # pyright: ignore


def join(data: Path, url: str, email: str) -> None:
    """Use a link as the form does."""

    async def work(store: Store) -> None:
        try:
            await store.accounts.join(url.rpartition("/")[2], Account("o_" + email, email, email, "facilitator"))
        finally:
            await store.close()

    asyncio.run(work(open_store(settings(data).url)))


def listed(data: Path) -> dict[str, dict[str, object]]:
    return {each["email"]: each for each in orjson.loads(run(data, "account", "list", "--json").stdout)}


def test_an_admin_is_invited_listed_changed_and_deleted(tmp_path: Path) -> None:
    for email, role in (("ann@x.nl", "admin"), ("bo@x.nl", "facilitator")):
        made = run(tmp_path, "account", "invite", "--role", role, "--json")
        join(tmp_path, orjson.loads(made.stdout)["url"], email)
    assert listed(tmp_path)["ann@x.nl"]["role"] == "admin"
    assert run(tmp_path, "account", "change", "BO@x.nl", "--organisation", "De Klinker", "--block").exit_code == 0
    bo = listed(tmp_path)["bo@x.nl"]
    assert (bo["organisation"], bo["blocked"], bo["role"]) == ("De Klinker", True, "facilitator")
    assert run(tmp_path, "account", "delete", "bo@x.nl", "--yes").exit_code == 0
    assert set(listed(tmp_path)) == {"ann@x.nl"}
    lines = orjson.loads(run(tmp_path, "audit", "--json").stdout)
    assert [line["what"] for line in lines] == [
        *("account_deleted", "account_changed", "organisation_made", "invited", "invited")
    ]
    assert {line["who"] for line in lines} == {"command line"}
    assert run(tmp_path, "account", "change", "ann@x.nl", "--no-second-step").exit_code == 0
    changed = orjson.loads(run(tmp_path, "audit", "--last", "1", "--json").stdout)[0]
    assert (changed["what"], changed["about"]) == ("second_step_off", "ann@x.nl")


def test_an_organisation_that_a_command_makes_is_audited_once(tmp_path: Path) -> None:
    for _ in range(2):
        assert run(tmp_path, "account", "invite", "--organisation", "De Klinker").exit_code == 0
    lines = orjson.loads(run(tmp_path, "audit", "--json").stdout)
    assert [line["what"] for line in lines] == ["invited", "invited", "organisation_made"]
    assert lines[-1]["about"] == "De Klinker"


@pytest.mark.parametrize(
    "change",
    [
        ("change", "--role", "facilitator"),
        ("change", "--block"),
        ("delete", "--yes"),
        ("change", "--organisation", "X"),
    ],
)
def test_the_last_admin_stays(tmp_path: Path, change: tuple[str, ...]) -> None:
    made = run(tmp_path, "account", "invite", "--role", "admin", "--json")
    join(tmp_path, orjson.loads(made.stdout)["url"], "ann@x.nl")
    told = run(tmp_path, "account", change[0], "ann@x.nl", *change[1:])
    assert told.exit_code == 1
    assert "another admin first" in told.output
    ann = listed(tmp_path)["ann@x.nl"]
    assert (ann["role"], ann["blocked"], ann["organisation"]) == ("admin", False, None)


def test_an_address_that_nobody_has_is_said(tmp_path: Path) -> None:
    run(tmp_path, "migrate")
    told = run(tmp_path, "account", "link", "niemand@x.nl")
    assert told.exit_code == 1
    assert "Nobody signs in with niemand@x.nl" in told.output


def test_exports_and_deletions_of_the_command_line_are_audited(tmp_path: Path) -> None:
    code = orjson.loads(run(tmp_path, "session", "create", "--json").stdout)["code"]
    run(tmp_path, "session", "export", code)
    run(tmp_path, "session", "delete", code, "--yes")
    assert code not in run(tmp_path, "audit", "--json").stdout
    lines = orjson.loads(run(tmp_path, "audit", "--json").stdout)
    assert [line["what"] for line in lines] == ["deleted", "exported"]


async def test_the_first_admins_link_is_printed_until_there_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = settings(tmp_path)
    migrate(known.url)
    links: list[str] = []
    for _ in range(2):
        await announce_first_admin(known)
        links += re.findall(r"First admin \(works once\): http://here/invite/(\S+)", capsys.readouterr().out)
    store = open_store(known.url)
    assert await store.accounts.invitation(links[0]) is None, "a new start voids the link before"
    await store.accounts.invite(Invitation("facilitator", "command line"), 1000)
    await store.accounts.join(links[1], Account("o_1", "ann@x.nl", "Ann", "facilitator"))
    assert (await store.accounts.list())[0].role == "admin"
    await store.close()
    await announce_first_admin(known)
    assert capsys.readouterr().out == ""
