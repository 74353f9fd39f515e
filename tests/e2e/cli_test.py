"""What `vigil` promises to whoever reads its answers, and to operators."""

import csv
import json
import pathlib
import subprocess
import time

import pytest

import suite as vigil

VIGIL = str(vigil.BUILD / "bin/vigil")


@pytest.fixture(scope="module")
def suite():
    with vigil.running() as running:
        running.vigil("subscribe", "--id", "renewals", "--name", "Renewals",
                      "--kind", "mandate-renewal-due")
        yield running


def start(suite, *arguments, **options):
    return subprocess.Popen(
        [VIGIL, "--data", str(suite.directory / "data"), *arguments],
        stderr=subprocess.PIPE, text=True, **options)


@pytest.mark.parametrize("words", [
    ("member", "list"), ("alerts", "status"), ("state", "list", "-o", "csv"),
    ("alerts", "follow", "--after", "0", "-o", "json")])
def test_an_answer_that_cannot_be_written_is_an_error(suite, words):
    with open("/dev/full", "w", encoding="utf-8") as full:
        command = start(suite, *words, stdout=full)
        _, problem = command.communicate(timeout=20)
    assert command.returncode == 1
    assert problem.splitlines()[-1] == (
        "vigil: standard output cannot be written: No space left on device; "
        "the answer is not complete")


@pytest.mark.parametrize("restore_signals", [True, False])
@pytest.mark.parametrize("words", [
    ("score", "list", "china", "-o", "json"),
    ("alerts", "follow", "--after", "0"),
    # Nothing is to come: the end is noticed all the same.
    ("alerts", "follow", "--after", "HEAD")])
def test_a_closed_pipe_ends_it_quietly(suite, words, restore_signals):
    status = json.loads(suite.vigil("alerts", "status", "-o", "json").stdout)
    words = [status["headSequence"] if word == "HEAD" else word
             for word in words]
    command = start(suite, *words, stdout=subprocess.PIPE,
                    restore_signals=restore_signals)
    command.stdout.close()
    _, problem = command.communicate(timeout=20)
    assert command.returncode != 0
    assert problem == ""


def test_an_ambiguous_alert_is_told_from_one_that_is_not_there(suite):
    ambiguous = suite.vigil("alerts", "explain", "a", check=False)
    assert ambiguous.returncode == 1
    lines = ambiguous.stderr.splitlines()
    assert "alerts begin with 'a'; write more of the one" in lines[0]
    assert len(lines) == 1 + 5 + 1 and lines[-1] == "  …"
    candidate = lines[1].split()[0]
    assert candidate in suite.vigil("alerts", "explain", candidate).stdout

    unknown = suite.vigil("alerts", "explain", "x", check=False)
    assert unknown.returncode == 1
    assert "no alert is called 'x'; see 'vigil alerts list'" in unknown.stderr


def test_a_feed_is_followed_as_csv(suite):
    answer = suite.vigil("alerts", "follow", "--after", "0", "--count", "3",
                         "-o", "csv")
    rows = list(csv.DictReader(answer.stdout.splitlines()))
    assert [row["sequence"] for row in rows] == ["1", "2", "3"]
    assert {row["kind"] for row in rows} == {"mandate-renewal-due"}
    assert all(row["title"] and row["alert"].startswith("alerts/a")
               for row in rows)


def test_an_explanation_is_refused_as_csv(suite):
    answer = suite.vigil("alerts", "explain", "a", "-o", "csv", check=False)
    assert answer.returncode == 2
    assert "answers as table or json" in answer.stderr


def test_the_counts_of_an_import_add_up(suite):
    def import_again(*paths, options=()):
        answer = suite.vigil("import", *map(str, paths), *options, "-o", "json")
        return [{key: int(row[key]) for key in row if key != "service"}
                for row in json.loads(answer.stdout)]

    for row in import_again(vigil.ROOT / "deploy/data"):
        assert row["rows"] == row["unchanged"] > 0

    seats = suite.directory / "elections.csv"
    seats.write_text(
        (vigil.ROOT / "deploy/data/elections.csv").read_text()
        .replace("election-2027,", "election-2099,"))
    [row] = import_again(seats, options=["--dry-run", "--keep-going"])
    assert row["created"] > 1, "each row of the election"
    assert row["rows"] == (row["created"] + row["updated"] + row["unchanged"]
                           + row["refused"])


def test_a_new_partner_is_let_in_and_a_removed_one_is_not(suite):
    def oslo_can(*words):
        return suite.vigil("--partner", "oslo", *words, check=False)

    def wait_until(condition):
        deadline = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < deadline, suite.launcher_log()
            time.sleep(0.01)

    added = suite.vigil("principal", "add", "partners/oslo", "-o", "json")
    [row] = json.loads(added.stdout)
    token_file = pathlib.Path(row["token_file"])
    assert token_file.stat().st_mode & 0o777 == 0o600
    wait_until(lambda: oslo_can("alerts", "status").returncode == 0)
    assert oslo_can("subscribe", "--id", "all", "--name", "All", "--kind",
                    "mandate-renewal-due").returncode == 0

    listed = suite.vigil("principal", "list", "-o", "json").stdout
    assert {"name": "partners/oslo", "role": "partner"} in json.loads(listed)
    token = token_file.read_text().strip()
    assert token not in added.stdout + added.stderr + listed

    suite.vigil("principal", "remove", "partners/oslo")
    assert not token_file.exists()
    copy = suite.directory / "oslo.token"
    copy.touch(mode=0o600)
    copy.write_text(token)
    wait_until(lambda: oslo_can("--token-file", str(copy), "alerts", "status")
               .returncode != 0)
    refused = oslo_can("--token-file", str(copy), "alerts", "status")
    assert "nobody is known by this token" in refused.stderr


def test_a_principal_needs_a_name_that_tells_its_role(suite):
    for command in ("add", "remove"):
        refused = suite.vigil("principal", command, "oslo", check=False)
        assert refused.returncode == 2
        assert "'oslo' is no partners/{id}" in refused.stderr
@pytest.mark.parametrize("bound", [1, 0, -1])
def test_scores_are_listed_under_any_bound(suite, bound):
    answer = suite.vigil("score", "list", "--under", str(bound), "-o", "json")
    scores = json.loads(answer.stdout).get("freedomScores", [])
    assert bool(scores) == (bound >= 0), "the lowest ever is -1"
    assert all(score["total"] < bound for score in scores)


@pytest.mark.parametrize("edition", ["0", "-1"])
def test_no_scores_are_of_an_edition_that_cannot_be(suite, edition):
    answer = suite.vigil("score", "list", "--edition", edition, "-o", "json")
    assert not json.loads(answer.stdout).get("freedomScores")


def test_a_mandate_that_is_not_there_is_not_waited_for(suite):
    for words in (["subscribe", "--name", "Iran", "--mandate", "iran"],
                  ["mandate", "show", "iran"]):
        refused = suite.vigil(*words, check=False)
        assert refused.returncode == 2
        assert "do you mean" in refused.stderr and "sr-iran" in refused.stderr
