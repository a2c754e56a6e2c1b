"""Organisations: whoever changes them hears whether anything changed."""

import pytest

from app.store import Invitation, OrganisationInUse, Store


async def test_the_store_says_whether_it_made_renamed_or_removed_one(store: Store) -> None:
    accounts = store.accounts
    one, made = await accounts.organisation("De Klinker")
    assert made
    assert await accounts.organisation("De Klinker") == (one, False)
    assert await accounts.rename_organisation(one.id, "De Brug")
    assert not await accounts.rename_organisation(one.id, "De Brug")
    assert not await accounts.rename_organisation("g_none", "Niemand")
    assert await accounts.drop_organisation(one.id)
    assert not await accounts.drop_organisation(one.id)
    assert await accounts.organisations() == []


async def test_one_to_which_an_invitation_belongs_stays(store: Store) -> None:
    one, _ = await store.accounts.organisation("De Klinker")
    await store.accounts.invite(Invitation("facilitator", "ann", organisation=one.id), 1000)
    with pytest.raises(OrganisationInUse):
        await store.accounts.drop_organisation(one.id)
    assert await store.accounts.organisations() == [one]
