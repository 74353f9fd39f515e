"""Starts the whole of Vigil for the end-to-end tests, and talks to it.

Shares no code with the services: all that both sides know is protos/, from
which the build makes the Python stubs that are used here.
"""

import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

import grpc
from google.protobuf import any_pb2

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("VIGIL_BUILD_DIR", ROOT / "build/dev"))
sys.path.insert(0, str(BUILD / "python"))

from google.rpc import error_details_pb2, status_pb2  # noqa: E402
from vigil.alerts.v1 import alert_service_pb2_grpc  # noqa: E402
from vigil.mandate_watch.v1 import mandate_watch_service_pb2_grpc  # noqa: E402
from vigil.membership.v1 import membership_service_pb2_grpc  # noqa: E402
from vigil.membership.v1 import state_service_pb2_grpc  # noqa: E402

CLOCK = "2026-11-23T08:00:00Z"
SERVICES = ("membership", "mandate_watch", "alerts", "notifier")
SERVERS = SERVICES[:3]


class Suite:
    """A running `vigil up` on a directory of its own."""

    def __init__(self, directory, clock=CLOCK):
        self.directory = pathlib.Path(directory)
        self.clock = clock
        self.process = None

    def start(self):
        log = open(self.directory / "launcher.log", "a", encoding="utf-8")
        self.process = subprocess.Popen(
            [str(BUILD / "bin/vigil"), "up", "--data",
             str(self.directory / "data"), "--clock", self.clock],
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        for server in SERVERS:
            self.wait_serving(server)

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=40)
        self.process = None
        return code

    def address(self, service):
        return f"unix:{(self.directory / 'data/run').resolve()}/{service}.sock"

    def token(self, who):
        return (self.directory / "data/tokens" / who).read_text().strip()

    def channel(self, service, who):
        """A channel that sends the token of `who`; None sends none."""
        token = self.token(who) if who else None
        return self.channel_with_token(service, token)

    def channel_with_token(self, service, token):
        channel = grpc.insecure_channel(
            self.address(service),
            options=[("grpc.initial_reconnect_backoff_ms", 50),
                     ("grpc.min_reconnect_backoff_ms", 50),
                     ("grpc.max_reconnect_backoff_ms", 300),
                     ("grpc.use_local_subchannel_pool", 1)])
        if token is None:
            return channel
        return grpc.intercept_channel(channel, BearerToken(token))

    def membership(self, who="editor"):
        return membership_service_pb2_grpc.MembershipServiceStub(
            self.channel("membership", who))

    def states(self, who="editor"):
        return state_service_pb2_grpc.StateServiceStub(
            self.channel("membership", who))

    def mandate_watch(self, who="editor"):
        return mandate_watch_service_pb2_grpc.MandateWatchServiceStub(
            self.channel("mandate_watch", who))

    def alerts(self, who="partner-demo"):
        return alert_service_pb2_grpc.AlertServiceStub(
            self.channel("alerts", who))

    def wait_serving(self, server, seconds=30):
        """Waits until a service answers calls, as its health says."""
        from grpc_health.v1 import health_pb2, health_pb2_grpc
        deadline = time.monotonic() + seconds
        while True:
            if self.process and self.process.poll() is not None:
                raise AssertionError("vigil up ended: " + self.launcher_log())
            if (self.directory / "data/tokens/editor").exists():
                channel = self.channel(server, None)
                try:
                    answer = health_pb2_grpc.HealthStub(channel).Check(
                        health_pb2.HealthCheckRequest(), timeout=2,
                        wait_for_ready=True)
                    if answer.status == health_pb2.HealthCheckResponse.SERVING:
                        return
                except grpc.RpcError:
                    pass
                finally:
                    channel.close()
            if time.monotonic() > deadline:
                raise AssertionError(f"{server} does not serve: "
                                     + self.launcher_log())
            time.sleep(0.02)

    def launcher_log(self):
        return (self.directory / "launcher.log").read_text()[-3000:]

    def pids(self, program):
        """The processes below the launcher whose program is called so."""
        names = (program, "vigil-" + program.replace("_", "-"))
        found = []
        for pid in children_of(self.process.pid):
            with contextlib.suppress(OSError):
                title = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
                path = title.split(b"\0")[0].split(b" ")[0].decode()
                if os.path.basename(path) in names:
                    found.append(pid)
        return found

    def vigil(self, *arguments, check=True, **options):
        """Runs the command line on this suite."""
        result = subprocess.run(
            [str(BUILD / "bin/vigil"), "--data",
             str(self.directory / "data"), *arguments],
            capture_output=True, text=True, timeout=60, check=False, **options)
        if check and result.returncode != 0:
            raise AssertionError(f"vigil {' '.join(arguments)}: exit "
                                 f"{result.returncode}: {result.stderr}")
        return result


def children_of(pid):
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError, IndexError):
            stat = (entry / "stat").read_text()
            if int(stat.rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(entry.name))
    return found


@contextlib.contextmanager
def running(clock=CLOCK, reference=True):
    """A suite with the reference data, stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="vigil-e2e-") as directory:
        suite = Suite(directory, clock)
        try:
            suite.start()
            if reference:
                suite.vigil("import", str(ROOT / "deploy/data"))
            yield suite
        finally:
            suite.stop()


class BearerToken(grpc.UnaryUnaryClientInterceptor,
                  grpc.UnaryStreamClientInterceptor,
                  grpc.StreamUnaryClientInterceptor):
    """Sends a token with every call."""

    def __init__(self, token):
        self.header = ("authorization", f"Bearer {token}")

    def _with_token(self, continuation, details, request):
        metadata = list(details.metadata or []) + [self.header]
        return continuation(_Details(details, metadata), request)

    intercept_unary_unary = _with_token
    intercept_unary_stream = _with_token
    intercept_stream_unary = _with_token


class _Details(grpc.ClientCallDetails):

    def __init__(self, details, metadata):
        self.method = details.method
        self.timeout = details.timeout
        self.metadata = metadata
        self.credentials = details.credentials
        self.wait_for_ready = getattr(details, "wait_for_ready", None)
        self.compression = getattr(details, "compression", None)


def details_of(error):
    """The (ErrorInfo, BadRequest) of an RpcError; None where there is none."""
    info = bad_request = None
    for key, value in error.trailing_metadata() or ():
        if key != "grpc-status-details-bin":
            continue
        status = status_pb2.Status.FromString(value)
        for detail in status.details:
            assert isinstance(detail, any_pb2.Any)
            if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
                info = error_details_pb2.ErrorInfo()
                detail.Unpack(info)
            if detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
                bad_request = error_details_pb2.BadRequest()
                detail.Unpack(bad_request)
    return info, bad_request


class Feed:
    """Follows a feed in a thread, comes back with its sequence by itself."""

    def __init__(self, suite, parent, after=0, who="partner-demo"):
        from vigil.alerts.v1 import feed_requests_pb2
        self.request = feed_requests_pb2.StreamAlertsRequest
        self.suite, self.parent, self.who = suite, parent, who
        self.items = []
        self.last = after
        self.changed = threading.Condition()
        self.stopping = False
        self.call = None
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()

    def _follow(self):
        stub = self.suite.alerts(self.who)
        while not self.stopping:
            try:
                self.call = stub.StreamAlerts(
                    self.request(parent=self.parent, after_sequence=self.last))
                for answer in self.call:
                    if answer.HasField("item"):
                        self._take(answer.item)
            except grpc.RpcError as error:
                if self.stopping:
                    return
                assert error.code() in (
                    grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED,
                    grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN), error
                time.sleep(0.05)

    def _take(self, item):
        with self.changed:
            assert item.sequence == self.last + 1, (item.sequence, self.last)
            self.last = item.sequence
            self.items.append(item)
            self.changed.notify_all()

    def wait_for(self, condition, seconds=20):
        """Waits until `condition(items)` holds; returns the items."""
        with self.changed:
            if not self.changed.wait_for(
                    lambda: condition(self.items), timeout=seconds):
                raise AssertionError(
                    "not in the feed: "
                    + "; ".join(item.alert.key for item in self.items[-20:]))
            return list(self.items)

    def stop(self):
        self.stopping = True
        if self.call is not None:
            self.call.cancel()
        self.thread.join(timeout=10)
