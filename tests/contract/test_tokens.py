"""Capabilities: unguessable, unreadable on disk, revocable; links that work once."""

import asyncio
from pathlib import Path

import pytest
from store_makers import CODE, OTHER, bytes_on_disk

from app.store import LinkSpent, Store, Token, Tokens, UnknownSession, open_store


async def test_a_token_is_found_by_its_bearer_only(store: Store, path: Path) -> None:
    token = await store.tokens.issue(CODE, "seat", "s_7")
    assert await store.tokens.find(token) == Token(CODE, "seat", "s_7")
    assert await store.tokens.find(token[:-1]) is None
    assert await store.tokens.find("") is None
    assert await store.tokens.find("\ud800") is None
    assert len(token) >= 32
    assert token.encode() not in bytes_on_disk(path)


async def test_revoking_a_seat_leaves_the_others(store: Store) -> None:
    gone, link = (
        await store.tokens.issue(CODE, "seat", "s_1"),
        await store.tokens.issue_link(CODE, "seat", "s_1", lasts_ms=1_000),
    )
    stays = [await store.tokens.issue(CODE, "seat", "s_2"), await store.tokens.issue(OTHER, "seat", "s_1")]
    await store.tokens.revoke_seats(CODE, ["s_1"])
    assert await store.tokens.find(gone) is None
    with pytest.raises(LinkSpent):
        await store.tokens.redeem(link)
    assert None not in [await store.tokens.find(token) for token in stays]


async def test_revoking_a_session_takes_every_role(store: Store) -> None:
    gone = [
        await store.tokens.issue(CODE, "facilitator", owner="ann"),
        await store.tokens.issue(CODE, "screen"),
        await store.tokens.issue(CODE, "seat", "s_1"),
    ]
    stays = await store.tokens.issue(OTHER, "screen")
    await store.tokens.revoke_session(CODE)
    assert [await store.tokens.find(token) for token in gone] == [None] * 3
    assert await store.tokens.find(stays) == Token(OTHER, "screen")


async def test_a_link_becomes_a_token_of_the_same_rights(store: Store) -> None:
    link = await store.tokens.issue_link(CODE, "facilitator", owner="ann", lasts_ms=1_000)
    rights, token = await store.tokens.redeem(link)
    assert rights == Token(CODE, "facilitator", owner="ann")
    assert await store.tokens.find(token) == rights
    assert await store.tokens.find(link) is None


async def test_of_many_who_redeem_a_link_at_once_one_wins(store: Store, url: str) -> None:
    other = open_store(url, now=lambda: 5_000)
    for _ in range(5):
        link = await store.tokens.issue_link(CODE, "screen", lasts_ms=1_000)
        attempts = [one.tokens.redeem(link) for one in (store, other) for _ in range(5)]
        results = await asyncio.gather(*attempts, return_exceptions=True)
        assert sorted(type(result).__name__ for result in results) == ["LinkSpent"] * 9 + ["tuple"]
    await other.close()


async def test_a_look_at_a_link_leaves_it_as_it_is(store: Store) -> None:
    link = await store.tokens.issue_link(CODE, "handover", lasts_ms=1_000)
    assert [await store.tokens.peek(link) for _ in range(2)] == [Token(CODE, "handover")] * 2
    late = Tokens(store.database, now=lambda: 6_000)
    assert await late.peek(link) is None
    await store.tokens.redeem(link)
    assert await store.tokens.peek(link) is None


async def test_a_handover_takes_the_lead_from_everybody_who_had_it(store: Store) -> None:
    led = [await store.tokens.issue(CODE, "facilitator", owner="ann"), await store.tokens.issue(CODE, "facilitator")]
    along = await store.tokens.issue(CODE, "cofacilitator")
    elsewhere = await store.tokens.issue(OTHER, "facilitator", owner="ann")
    unused = [await store.tokens.issue_link(CODE, role, lasts_ms=9) for role in ("facilitator", "handover")]
    link = await store.tokens.issue_link(CODE, "handover", lasts_ms=1_000)
    rights, token = await store.tokens.redeem(link)
    assert rights == Token(CODE, "handover")
    assert await store.tokens.find(token) == Token(CODE, "facilitator")
    assert [await store.tokens.find(one) for one in led] == [Token(CODE, "former", owner="ann"), Token(CODE, "former")]
    assert await store.tokens.find(along) == Token(CODE, "cofacilitator")
    assert await store.tokens.find(elsewhere) == Token(OTHER, "facilitator", owner="ann")
    for spent in unused:
        with pytest.raises(LinkSpent):
            await store.tokens.redeem(spent)


async def test_of_many_who_take_the_lead_one_has_it(store: Store) -> None:
    links = [await store.tokens.issue_link(CODE, "handover", lasts_ms=1_000) for _ in range(4)]
    results = await asyncio.gather(*map(store.tokens.redeem, links), return_exceptions=True)
    taken = [result for result in results if isinstance(result, tuple)]
    roles = [found.role for _, token in taken if (found := await store.tokens.find(token))]
    assert roles.count("facilitator") == 1


async def test_ending_cofacilitators_leaves_the_lead(store: Store) -> None:
    lead, gone = await store.tokens.issue(CODE, "facilitator"), await store.tokens.issue(CODE, "cofacilitator")
    stays = await store.tokens.issue(OTHER, "cofacilitator")
    link = await store.tokens.issue_link(CODE, "cofacilitator", lasts_ms=1_000)
    await store.tokens.revoke_cofacilitators(CODE)
    assert await store.tokens.find(gone) is None
    with pytest.raises(LinkSpent):
        await store.tokens.redeem(link)
    assert None not in [await store.tokens.find(token) for token in (lead, stays)]


async def test_a_spare_key_is_no_token_and_a_new_one_voids_the_older(store: Store, path: Path) -> None:
    await store.tokens.replace_key(CODE, "OUDE-SLEUTEL", "ann")
    await store.tokens.replace_key(OTHER, "ANDERE-SLEUTEL", "ben")
    await store.tokens.replace_key(CODE, "NIEUWE-SLEUTEL", "ann")
    assert await store.tokens.find_key("NIEUWE-SLEUTEL") == Token(CODE, "key", owner="ann")
    assert await store.tokens.find_key("OUDE-SLEUTEL") is None
    assert await store.tokens.find_key("ANDERE-SLEUTEL") == Token(OTHER, "key", owner="ben")
    assert await store.tokens.find("NIEUWE-SLEUTEL") is None
    assert b"NIEUWE-SLEUTEL" not in bytes_on_disk(path)


async def test_a_link_expires(store: Store) -> None:
    link = await store.tokens.issue_link(CODE, "screen", lasts_ms=1_000)
    for now, works in ((6_000, False), (5_999, True)):
        later = Tokens(store.database, now=lambda now=now: now)
        if works:
            await later.redeem(link)
        else:
            with pytest.raises(LinkSpent):
                await later.redeem(link)


async def test_a_new_link_does_not_end_an_older_one(store: Store) -> None:
    links = [await store.tokens.issue_link(CODE, "screen", lasts_ms=1_000) for _ in range(3)]
    assert {(await store.tokens.redeem(link))[0] for link in links} == {Token(CODE, "screen")}


async def test_a_seat_card_is_found_in_its_session_and_is_no_token(store: Store, path: Path) -> None:
    await store.tokens.replace_cards(CODE, {"ABCD" * 7: "s_1", "EFGH" * 7: "s_2"})
    assert await store.tokens.find_card("ABCD" * 7) == Token(CODE, "card", "s_1")
    assert await store.tokens.find("ABCD" * 7) is None
    assert b"ABCDABCD" not in bytes_on_disk(path)
    token = await store.tokens.issue(CODE, "seat", "s_1")
    assert await store.tokens.find_card(token) is None


async def test_new_seat_cards_void_the_older_ones_and_nothing_else(store: Store) -> None:
    stays = await store.tokens.issue(CODE, "seat", "s_1")
    await store.tokens.replace_cards(OTHER, {"OTHER": "s_1"})
    await store.tokens.replace_cards(CODE, {"OLD": "s_1"})
    await store.tokens.replace_cards(CODE, {"NEW": "s_1"})
    found = [await store.tokens.find_card(secret) for secret in ("OLD", "NEW", "OTHER")]
    assert found == [None, Token(CODE, "card", "s_1"), Token(OTHER, "card", "s_1")]
    assert await store.tokens.find(stays) == Token(CODE, "seat", "s_1")


async def test_a_seat_that_is_revoked_has_no_card(store: Store) -> None:
    await store.tokens.replace_cards(CODE, {"ONE": "s_1", "TWO": "s_2"})
    await store.tokens.revoke_seats(CODE, ["s_1"])
    assert [await store.tokens.find_card(secret) for secret in ("ONE", "TWO")] == [None, Token(CODE, "card", "s_2")]


async def test_a_seat_code_works_once_in_its_time_and_is_no_link_token_or_card(store: Store, path: Path) -> None:
    await store.tokens.replace_seat_code(CODE, "s_1", "ABCD2345", lasts_ms=1_000)
    assert b"ABCD2345" not in bytes_on_disk(path)
    for find in (store.tokens.find, store.tokens.find_card, store.tokens.find_key, store.tokens.peek):
        assert await find("ABCD2345") is None
    with pytest.raises(LinkSpent):
        await store.tokens.redeem("ABCD2345")
    with pytest.raises(LinkSpent):
        await store.tokens.redeem_seat_code("ABCD2345", OTHER)
    with pytest.raises(LinkSpent):
        await Tokens(store.database, now=lambda: 6_000).redeem_seat_code("ABCD2345")
    rights, token = await store.tokens.redeem_seat_code("ABCD2345", CODE)
    assert rights == Token(CODE, "seat", "s_1") == await store.tokens.find(token)
    with pytest.raises(LinkSpent):
        await store.tokens.redeem_seat_code("ABCD2345")


async def test_a_link_is_no_seat_code(store: Store) -> None:
    link = await store.tokens.issue_link(CODE, "facilitator", lasts_ms=1_000)
    with pytest.raises(LinkSpent):
        await store.tokens.redeem_seat_code(link)
    assert (await store.tokens.redeem(link))[0] == Token(CODE, "facilitator")


async def test_of_many_who_use_a_seat_code_at_once_one_wins(store: Store, url: str) -> None:
    other = open_store(url, now=lambda: 5_000)
    await store.tokens.replace_seat_code(CODE, "s_1", "ABCD2345", lasts_ms=1_000)
    attempts = [one.tokens.redeem_seat_code("ABCD2345") for one in (store, other) for _ in range(5)]
    results = await asyncio.gather(*attempts, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["LinkSpent"] * 9 + ["tuple"]
    await other.close()


async def test_a_new_seat_code_voids_the_older_one_of_that_seat_only(store: Store) -> None:
    link = await store.tokens.issue_link(CODE, "seat", "s_1", lasts_ms=1_000)
    for seat, secret in (("s_1", "OLD"), ("s_2", "OTHER"), ("s_1", "NEW")):
        await store.tokens.replace_seat_code(CODE, seat, secret, lasts_ms=1_000)
    with pytest.raises(LinkSpent):
        await store.tokens.redeem_seat_code("OLD")
    assert [(await store.tokens.redeem_seat_code(one))[0].seat for one in ("OTHER", "NEW")] == ["s_2", "s_1"]
    assert (await store.tokens.redeem(link))[0] == Token(CODE, "seat", "s_1")


async def test_a_seat_that_is_revoked_has_no_seat_code(store: Store) -> None:
    await store.tokens.replace_seat_code(CODE, "s_1", "ONE", lasts_ms=1_000)
    await store.tokens.revoke_seats(CODE, ["s_1"])
    with pytest.raises(LinkSpent):
        await store.tokens.redeem_seat_code("ONE")


async def test_nothing_is_issued_for_a_session_that_does_not_exist(store: Store) -> None:
    with pytest.raises(UnknownSession):
        await store.tokens.issue("NOBODY", "screen")
    with pytest.raises(UnknownSession):
        await store.tokens.issue_link("NOBODY", "screen", lasts_ms=1)
    with pytest.raises(UnknownSession):
        await store.tokens.replace_cards("NOBODY", {"ONE": "s_1"})
    with pytest.raises(UnknownSession):
        await store.tokens.replace_seat_code("NOBODY", "s_1", "ONE", lasts_ms=1)
