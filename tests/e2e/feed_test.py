"""What a partner relies on: its feed misses nothing and repeats nothing."""

import os
import signal
import subprocess
import sys

import pytest

import suite as vigil
from vigil.alerts.v1 import alert_pb2, feed_requests_pb2, subscription_pb2
from vigil.alerts.v1 import subscription_requests_pb2 as requests

PARTNER = "partners/demo"


@pytest.fixture(scope="module")
def running():
    with vigil.running() as suite:
        suite.alerts().CreateSubscription(requests.CreateSubscriptionRequest(
            parent=PARTNER, subscription_id="renewals",
            subscription=subscription_pb2.Subscription(
                display_name="Renewals", kinds=[
                    alert_pb2.ALERT_KIND_MANDATE_RENEWAL_DUE,
                    alert_pb2.ALERT_KIND_MANDATE_OUTCOME_UNKNOWN])))
        yield suite


def follow(suite, parent, after):
    return subprocess.Popen(
        [sys.executable, str(vigil.ROOT / "tests/e2e/follower.py"),
         suite.address("alerts"),
         str(suite.directory / "data/tokens/partner-demo"), parent,
         str(after)],
        stdout=subprocess.PIPE, text=True,
        env={**os.environ, "VIGIL_BUILD_DIR": str(vigil.BUILD)})


def read(process, count):
    return [process.stdout.readline().split() for _ in range(count)]


def test_mandates_up_for_renewal_and_outcomes_unknown_come_once(running):
    feed = vigil.Feed(running, PARTNER)
    items = feed.wait_for(lambda items: len(items) >= 28)
    feed.stop()
    kinds = [item.alert.kind for item in items]
    due = [item.alert for item in items if item.alert.kind
           == alert_pb2.ALERT_KIND_MANDATE_RENEWAL_DUE]
    unknown = [item.alert for item in items if item.alert.kind
               == alert_pb2.ALERT_KIND_MANDATE_OUTCOME_UNKNOWN]
    assert len(due) == 13, kinds
    assert {alert.session for alert in due} == {"bodies/hrc/sessions/hrc-64"}
    assert len([a for a in unknown
                if a.session == "bodies/hrc/sessions/hrc-63"]) == 14
    assert len({item.alert.key for item in items}) == len(items)


def test_a_killed_client_gets_exactly_the_rest(running):
    whole = vigil.Feed(running, PARTNER)
    expected = whole.wait_for(lambda items: len(items) >= 28)
    whole.stop()

    first = follow(running, PARTNER, 0)
    seen = read(first, 10)
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = follow(running, PARTNER, int(seen[-1][0]))
    rest = read(second, len(expected) - 10)
    second.send_signal(signal.SIGKILL)
    second.wait()

    assert [line[2] for line in seen + rest] == [
        item.alert.key for item in expected]
    assert [int(line[0]) for line in seen + rest] == list(
        range(1, len(expected) + 1))


def test_a_reimport_and_a_second_notifier_add_nothing(running):
    before = running.alerts().GetFeedStatus(
        feed_requests_pb2.GetFeedStatusRequest(parent=PARTNER)).head_sequence
    assert before >= 28

    running.vigil("import", str(vigil.ROOT / "deploy/data"))
    data = running.directory / "data"
    second = subprocess.Popen(
        [str(vigil.BUILD / "bin/vigil-notifier"),
         "--listen", f"unix:{running.directory}/second.sock",
         "--principals", str(data / "principals.json"),
         "--principals-key", str(data / "principals.key"),
         "--token-file", str(data / "tokens/service-notifier"),
         "--membership", running.address("membership"),
         "--mandate-watch", running.address("mandate_watch"),
         "--alerts", running.address("alerts"), "--clock", vigil.CLOCK],
        stderr=subprocess.DEVNULL)
    try:
        wait_current(running, f"unix:{running.directory}/second.sock")
    finally:
        second.terminate()
        assert second.wait(timeout=15) == 0

    assert running.alerts().GetFeedStatus(
        feed_requests_pb2.GetFeedStatusRequest(
            parent=PARTNER)).head_sequence == before


def wait_current(suite, address):
    """Waits until a notifier says by its health that everything is told."""
    import time
    import grpc
    from grpc_health.v1 import health_pb2, health_pb2_grpc
    deadline = time.monotonic() + 20
    stub = health_pb2_grpc.HealthStub(grpc.insecure_channel(address))
    while True:
        try:
            if stub.Check(health_pb2.HealthCheckRequest(), timeout=2,
                          wait_for_ready=True).status == 1:
                return
        except grpc.RpcError:
            pass
        assert time.monotonic() < deadline, "the notifier is never current"
        time.sleep(0.05)


def test_another_restart_adds_nothing():
    with vigil.running() as suite:
        feed = vigil.Feed(suite, PARTNER)
        suite.alerts().CreateSubscription(requests.CreateSubscriptionRequest(
            parent=PARTNER, subscription_id="all",
            subscription=subscription_pb2.Subscription(
                display_name="All of the Council", bodies=["bodies/hrc"])))
        # 28 about mandates; two members that score under 10. Health says that
        # the notifier is current before the import as well as after it.
        before = len(feed.wait_for(lambda items: len(items) >= 30))
        assert before == 30, [item.alert.key for item in feed.items]
        feed.stop()
        assert suite.stop() == 0

        suite.start()
        wait_current(suite, suite.address("notifier"))
        again = vigil.Feed(suite, PARTNER)
        again.wait_for(lambda items: len(items) >= before)
        assert suite.alerts().GetFeedStatus(
            feed_requests_pb2.GetFeedStatusRequest(
                parent=PARTNER)).head_sequence == before
        again.stop()
