"""The statement on accessibility: on every server, in both languages, with whom to tell."""

import pytest

from tests.support.web import Table
from tests.web.conftest import Serve

PAGE = {"accept": "text/html"}
PATH = "/toegankelijkheid"


def test_every_plain_page_leads_to_it_in_the_language_of_the_reader(shared: Table):
    browser = shared.server.browser()
    assert f'<a href="{PATH}">Toegankelijkheid</a>' in browser.get("/", headers=PAGE).text
    assert "Nog niemand heeft Maatwerk beproefd met een schermlezer" in browser.get(PATH, headers=PAGE).text
    browser.post("/language", data={"language": "en"})
    assert f'<a href="{PATH}">Accessibility</a>' in browser.get("/", headers=PAGE).text
    assert "Nobody has tried Maatwerk yet with a screen reader" in browser.get(PATH, headers=PAGE).text


def test_without_a_contact_the_facilitator_is_whom_to_tell(shared: Table):
    assert "Zeg het tegen je spelleider. Die weet wie deze server beheert." in shared.server.browser().get(PATH).text


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("hulp@school.example", '<a href="mailto:hulp@school.example">hulp@school.example</a>.'),
        ("https://school.example/hulp", '<a href="https://school.example/hulp">https://school.example/hulp</a>.'),
        ("Ann van ICT, kamer 12", "Ann van ICT, kamer 12."),
        ("javascript:alert(1)@x", "javascript:alert(1)@x."),
        ("<b>Ann</b>", "&lt;b&gt;Ann&lt;/b&gt;."),
    ],
)
def test_with_a_contact_it_says_whom_to_tell(serve: Serve, contact: str, shown: str):
    browser = serve(contact=contact).browser()
    for path in (PATH, "/privacy"):
        page = browser.get(path, headers=PAGE).text
        assert shown.removesuffix(".") in page
        assert 'href="javascript' not in page
    assert shown in browser.get(PATH, headers=PAGE).text
