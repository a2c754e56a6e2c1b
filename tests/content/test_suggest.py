"""What an author may have meant is only looked for when somebody reads the mistake."""

from collections.abc import Iterator

from app.content.problems import PackError, Problem
from app.content.saying import say
from app.content.suggest import closest, one_of


class Ids(tuple[str, ...]):
    """Knows whether anybody went through them."""

    read = False

    def __iter__(self) -> Iterator[str]:
        self.read = True
        return super().__iter__()


def test_a_mistake_that_nobody_reads_goes_through_no_ids() -> None:
    ids = Ids(["sem", "yara"])
    mistakes = [Problem("a.yaml", line, 1, "", "x", one_of(ids), closest("yra", ids)) for line in (2, 1, 2)]
    error = PackError(mistakes)
    assert [one.line for one in error.problems] == [1, 2]
    assert not ids.read
    assert str(error.problems[0]) == "a.yaml:1:1: gevonden: x; verwacht: een van sem, yara. Bedoelde je yara?"
    assert error.problems[0].told("en")["suggestion"] == "Did you mean yara?"


def test_the_first_ids_that_have_one_like_it_are_meant() -> None:
    assert say(closest("naem", {"name"}, {"names"}), "en") == "Did you mean name?"
    assert say(closest("naem", {"age"}, {"names"}), "en") == "Did you mean names?"
    assert say(closest("naem", {"age"}, ()), "en") == ""
