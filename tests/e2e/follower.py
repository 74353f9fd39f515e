"""A partner's program, as a partner would write it: prints its feed.

    follower.py ADDRESS TOKEN_FILE PARENT AFTER

One line for each item, `<sequence> <update> <key>`, until it is killed. Knows
nothing but the stubs.
"""

import os
import pathlib
import sys

import grpc

BUILD = pathlib.Path(os.environ["VIGIL_BUILD_DIR"])
sys.path.insert(0, str(BUILD / "python"))

from vigil.alerts.v1 import alert_service_pb2_grpc  # noqa: E402
from vigil.alerts.v1 import feed_requests_pb2  # noqa: E402


def main():
    address, token_file, parent, after = sys.argv[1:]
    token = pathlib.Path(token_file).read_text().strip()
    stub = alert_service_pb2_grpc.AlertServiceStub(
        grpc.insecure_channel(address))
    request = feed_requests_pb2.StreamAlertsRequest(
        parent=parent, after_sequence=int(after))
    for answer in stub.StreamAlerts(
            request, metadata=[("authorization", f"Bearer {token}")]):
        if answer.HasField("item"):
            item = answer.item
            print(item.sequence, item.update, item.alert.key, flush=True)


if __name__ == "__main__":
    main()
