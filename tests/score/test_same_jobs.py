"""Jobs of different teams that look like one: few, and each of them one."""

from score.same_jobs import Job, Twice, same_jobs

PLANNED = (
    "Visit the bakeries on Harbour Street",
    "Ring Mill Lane about the lease",
    "Write the price list of the spring loaves",
    "Hire a second driver for the early van",
    "Repair the oven on Weir Road",
)


def task(id: str, team: str, words: str, line: str | None = None) -> Job:
    return Job(id, team, words, line)


def found(*jobs: Job, team: str = "sales") -> list[Twice]:
    around = [task(f"around-{n}", "others", words) for n, words in enumerate(PLANNED)]
    return same_jobs([*jobs, *around], team)


def test_the_same_in_other_order_and_form_is_one_job() -> None:
    own = task("a", "sales", "Build a quoting tool for bakers")
    other = task("b", "it", "A quoting tool for bakers: building it")
    (twice,) = found(own, other)
    assert (twice.own.id, twice.other.id) == ("a", "b")
    (mirrored,) = found(own, other, team="it")
    assert mirrored.own.id == "b"
    assert mirrored.pair == twice.pair


def test_one_word_that_is_another_makes_it_another_job() -> None:
    assert found(task("a", "sales", "Quote ovens for Fenwick"), task("b", "it", "Quote vans for Fenwick")) == []


def test_what_is_short_says_too_little() -> None:
    assert found(task("a", "sales", "Weekly report"), task("b", "it", "Weekly report")) == []


def test_what_three_teams_plan_in_the_same_words_is_routine() -> None:
    words = "Fill in the monthly budget sheet"
    two = [task("a", "sales", words), task("b", "it", words)]
    assert len(found(*two)) == 1
    assert found(*two, task("c", "kitchen", words)) == []


def test_a_task_that_plays_from_a_priority_is_no_second_job() -> None:
    words = "Build a quoting tool for bakers"
    priority = Job("line", "it", words, "P-1", is_line=True)
    assert len(found(task("a", "sales", words), priority)) == 1
    assert found(task("a", "sales", words, "P-1"), priority) == []
    assert len(found(task("a", "sales", words, "P-1"), task("b", "it", words, "P-1"))) == 1


def test_within_a_team_nothing_is_asked() -> None:
    words = "Build a quoting tool for bakers"
    assert found(task("a", "sales", words), task("b", "sales", words)) == []


def test_what_is_carried_on_is_the_same_pair() -> None:
    words = "Build a quoting tool for bakers"
    own, other = task("a", "sales", words), task("b", "it", words)
    (twice,) = found(own, other, task("a2", "sales", "build a quoting tool for bakers!"))
    assert found(task("a3", "sales", words), other)[0].pair == twice.pair


def test_of_no_jobs_none_is_one() -> None:
    assert same_jobs([], "sales") == []
