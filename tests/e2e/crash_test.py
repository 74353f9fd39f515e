"""Nothing acknowledged is lost, nothing is told twice, whatever is killed.

Writers announce and withdraw candidacies while every process is killed with -9
in turn. `VIGIL_KILLS` says how often each (20), `VIGIL_WRITES` how many writes
there are at least (2000), `VIGIL_SEED` repeats an order.
"""

import collections
import os
import random
import signal
import subprocess
import threading
import time
import uuid

import grpc

import suite as vigil
from vigil.alerts.v1 import feed_requests_pb2, subscription_pb2
from vigil.alerts.v1 import subscription_requests_pb2
from vigil.membership.v1 import candidacy_pb2, candidacy_requests_pb2
from vigil.type.v1 import source_pb2

KILLS = int(os.environ.get("VIGIL_KILLS", "20"))
WRITES = int(os.environ.get("VIGIL_WRITES", "2000"))
SEED = int(os.environ.get("VIGIL_SEED", str(random.randrange(1 << 30))))
ELECTION = "bodies/hrc/elections/election-2028"
# States that score under 10 in the edition of 2026.
STATES = ("chn", "blr", "prk", "gnq", "eri", "tkm", "ssd", "aze")
# Seconds between the pairs of writes of one writer: the writes are spread over
# the kills, however fast the machine is.
PACE = 0.2
SOURCE = source_pb2.Source(citation="crash test",
                           confidence=source_pb2.CONFIDENCE_SOURCED)


def until_answered(call, request):
    """Calls until there is an answer; the request id makes that safe."""
    while True:
        try:
            return call(request, timeout=3)
        except grpc.RpcError as error:
            assert error.code() in (
                grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED,
                grpc.StatusCode.DEADLINE_EXCEEDED,
                grpc.StatusCode.CANCELLED), error
            time.sleep(0.02)


class Writer(threading.Thread):
    """Announces and withdraws one state's candidacy, again and again."""

    def __init__(self, suite, state, done):
        super().__init__(daemon=True)
        self.stub = suite.membership()
        self.state = state
        self.done = done
        self.acknowledged = 0
        self.announcements = 0
        self.error = None

    def run(self):
        try:
            while not self.done():
                self.write_pair()
                time.sleep(PACE)
        except Exception as error:  # pylint: disable=broad-except
            self.error = error

    def write_pair(self):
        until_answered(
            self.stub.CreateCandidacy,
            candidacy_requests_pb2.CreateCandidacyRequest(
                parent=ELECTION, request_id=str(uuid.uuid4()),
                candidacy=candidacy_pb2.Candidacy(
                    state=f"states/{self.state}",
                    candidacy_state=candidacy_pb2.CANDIDACY_STATE_ANNOUNCED,
                    source=SOURCE)))
        self.announcements += 1
        self.acknowledged += 1
        until_answered(
            self.stub.DeleteCandidacy,
            candidacy_requests_pb2.DeleteCandidacyRequest(
                name=f"{ELECTION}/candidacies/{self.state}",
                request_id=str(uuid.uuid4())))
        self.acknowledged += 1


def kill_in_turn(suite, seed):
    """Kills each process KILLS times, each time when it runs again."""
    order = list(vigil.SERVICES + ("redis-server",)) * KILLS
    random.Random(seed).shuffle(order)
    killed = collections.Counter()
    for program in order:
        deadline = time.monotonic() + 20
        while not (pids := suite.pids(program)):
            assert time.monotonic() < deadline, f"{program} does not come back"
            time.sleep(0.01)
        os.kill(pids[0], signal.SIGKILL)
        killed[program] += 1
        time.sleep(random.Random(seed + sum(killed.values())).uniform(0.05, 0.3))
    return killed


def revisions(suite, service):
    """The ids in a ledger, straight from Redis."""
    socket = str((suite.directory / "data/run").resolve() / "redis.sock")
    dump = subprocess.run(
        ["redis-cli", "-s", socket, "--raw", "EVAL_RO",
         "local r = {} for _, e in ipairs(redis.call('XRANGE', KEYS[1], '-',"
         " '+')) do r[#r + 1] = e[1] end return r", "1",
         f"vigil:{{{service}}}:ledger"],
        capture_output=True, text=True, check=True)
    return dump.stdout.split()


def test_kill_9_of_everything_loses_and_doubles_nothing():
    print(f"seed {SEED}")
    with vigil.running() as suite:
        suite.alerts().CreateSubscription(
            subscription_requests_pb2.CreateSubscriptionRequest(
                parent="partners/demo", subscription_id="candidacies",
                subscription=subscription_pb2.Subscription(
                    display_name="Candidacies",
                    states=[f"states/{state}" for state in STATES])))
        before = revisions(suite, "membership")
        feed = vigil.Feed(suite, "partners/demo")
        stop = threading.Event()
        writers = []

        def enough():
            return stop.is_set() and sum(
                writer.acknowledged for writer in writers) >= WRITES

        writers += [Writer(suite, state, enough) for state in STATES]
        for writer in writers:
            writer.start()
        killed = kill_in_turn(suite, SEED)
        stop.set()
        for writer in writers:
            writer.join(timeout=300)
            assert not writer.is_alive()
            assert writer.error is None, writer.error
        acknowledged = sum(writer.acknowledged for writer in writers)
        announced = sum(writer.announcements for writer in writers)
        print(f"killed {dict(killed)}; {acknowledged} writes acknowledged")
        assert acknowledged >= WRITES

        ids = revisions(suite, "membership")
        assert ids == [f"{n}-0" for n in range(1, len(ids) + 1)]
        assert len(ids) - len(before) == acknowledged
        alert_ids = revisions(suite, "alerts")
        assert alert_ids == [f"{n}-0" for n in range(1, len(alert_ids) + 1)]

        check_feed(suite, feed, announced)


def check_feed(suite, feed, announced):
    """Each announcement was raised, each withdrawal resolved it, in turn."""
    def candidacies(items):
        return [item for item in items
                if item.alert.key.startswith("low-score-candidacy/")]

    try:
        feed.wait_for(
            lambda items: len(candidacies(items)) >= 2 * announced, seconds=120)
    except AssertionError:
        told = collections.Counter(
            (item.alert.key, item.update) for item in candidacies(feed.items))
        raise AssertionError(
            f"{announced} announced, {len(candidacies(feed.items))} items: "
            f"{sorted(told.items())}") from None
    items = candidacies(feed.items)
    feed.stop()
    head = suite.alerts().GetFeedStatus(
        feed_requests_pb2.GetFeedStatusRequest(
            parent="partners/demo")).head_sequence
    assert [item.sequence for item in feed.items] == list(range(1, head + 1))
    by_key = collections.defaultdict(list)
    for item in items:
        by_key[item.alert.key].append(item.update)
    assert len(by_key) == len(STATES)
    for key, updates in by_key.items():
        assert updates == [1, 2] * (len(updates) // 2), key
    assert len(items) == 2 * announced
