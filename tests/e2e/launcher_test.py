"""What `vigil up` promises: all up at once, nothing left behind, and again."""

import os
import pathlib
import signal
import subprocess
import tempfile
import time

import pytest

import suite as vigil

VIGIL = str(vigil.BUILD / "bin/vigil")
PROGRAMS = ("redis-server",) + vigil.SERVICES


@pytest.fixture
def running():
    with vigil.running(reference=False) as suite:
        wait_until(lambda: "everything is up" in suite.launcher_log())
        yield suite


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.005)


def is_alive(pid):
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rsplit(")", 1)[1].split()[0] not in "ZX"


def all_pids(suite):
    return [pid for program in PROGRAMS for pid in suite.pids(program)]


def up(directory, *options, timeout=100):
    return subprocess.run(
        [VIGIL, "--data", str(directory), "up", *options],
        capture_output=True, text=True, timeout=timeout, check=False)


def test_everything_is_up_within_two_seconds(running):
    line = next(line for line in running.launcher_log().splitlines()
                if line.startswith("everything is up after"))
    assert float(line.split()[-2]) < 2.0
    assert len(all_pids(running)) == len(PROGRAMS)


def test_what_is_made_is_for_its_owner_alone(running):
    data = running.directory / "data"
    assert data.stat().st_mode & 0o777 == 0o700
    for secret in [data / "principals.key", data / "principals.json",
                   *(data / "tokens").iterdir()]:
        assert secret.stat().st_mode & 0o777 == 0o600, secret


def test_kill_of_the_launcher_leaves_nothing_behind_and_it_starts_again(running):
    pids = all_pids(running)
    assert len(pids) == len(PROGRAMS)
    running.process.kill()
    running.process.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in pids), seconds=5)
    running.process = None
    running.start()
    wait_until(lambda: running.vigil("status", check=False).returncode == 0)


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_killed_is_started_again(running, program):
    [pid] = running.pids(program)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: "was killed by signal 9" in running.launcher_log())
    wait_until(lambda: running.vigil("status", check=False).returncode == 0)
    assert running.pids(program) != [pid]


def test_a_second_launcher_is_refused(running):
    second = up(running.directory / "data")
    assert second.returncode == 1
    assert (f"Vigil already runs on {running.directory / 'data'} "
            f"(process {running.process.pid})") in second.stderr


def test_it_stops_cleanly_and_leaves_no_process(running):
    pids = all_pids(running)
    assert running.stop() == 0
    assert not any(is_alive(pid) for pid in pids)
    assert "does not stop" not in running.launcher_log()


def test_once_shows_an_alert_and_can_be_repeated():
    # A path too long for a socket, too.
    with tempfile.TemporaryDirectory(prefix="vigil-e2e-") as parent:
        directory = pathlib.Path(parent) / ("d" * 90)
        for _ in range(2):
            result = up(directory, "--reference",
                        str(vigil.ROOT / "deploy/data"), "--demo", "--once")
            assert result.returncode == 0, result.stderr
            assert "low-score-candidacy" in result.stdout
            assert "withdrew it" in result.stderr
        run = (directory / "run").resolve()
        assert not list(run.glob("notify.sock"))
        subprocess.run(["rm", "-rf", str(run)], check=True)


def test_once_says_why_it_cannot(tmp_path):
    result = up(tmp_path / "data", "--once")
    assert result.returncode == 1
    assert "no election is recorded that lies ahead" in result.stderr


def test_a_program_that_is_missing_is_named(tmp_path):
    result = up(tmp_path / "data", "--programs", str(tmp_path))
    assert result.returncode == 1
    assert "vigil-membership is missing" in result.stderr


def test_follow_goes_on_after_the_service_was_killed():
    with vigil.running() as suite:
        suite.vigil("subscribe", "--name", "Renewals", "--kind",
                    "mandate-renewal-due,mandate-outcome-unknown")
        follow = subprocess.Popen(
            [VIGIL, "--data", str(suite.directory / "data"), "-o", "json",
             "alerts", "follow", "--after", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            first = [follow.stdout.readline() for _ in range(20)]
            assert all('"sequence":"%d"' % n in line
                       for n, line in enumerate(first, start=1)), first
            [pid] = suite.pids("alerts")
            os.kill(pid, signal.SIGKILL)
            assert "connection is lost" in follow.stderr.readline()
            suite.wait_serving("alerts")
            suite.vigil("subscribe", "--name", "Candidacies", "--kind",
                        "low-score-candidacy")
            suite.vigil("candidacy", "announce", "china", "--election",
                        "election-2027")
            while True:
                line = follow.stdout.readline()
                assert line
                if "ALERT_KIND_LOW_SCORE_CANDIDACY" in line:
                    break
        finally:
            follow.kill()
            follow.communicate()
