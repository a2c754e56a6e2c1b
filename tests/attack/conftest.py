"""The servers of the tests of the web, with one kind of line."""

import pytest

from tests.support.web import Server, Way
from tests.web.conftest import Serve
from tests.web.conftest import serve as serve

PATIENT = {"frames_per_second": 10**9, "frames_burst": 10**9, "connections_per_session": 1000}


@pytest.fixture(scope="module")
def way() -> Way:
    return "socket"


@pytest.fixture(scope="module")
def server(serve: Serve) -> Server:
    return serve(**PATIENT)
