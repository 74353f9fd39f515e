"""Whatever is wrong with a call, its answer says so and nothing is written."""

import subprocess
import time

import grpc
import pytest

import suite as vigil
from google.protobuf import field_mask_pb2
from vigil.alerts.v1 import alert_service_pb2_grpc
from vigil.alerts.v1 import feed_requests_pb2, subscription_pb2
from vigil.alerts.v1 import subscription_requests_pb2 as subscriptions
from vigil.membership.v1 import candidacy_pb2, candidacy_requests_pb2
from vigil.membership.v1 import membership_service_pb2_grpc
from vigil.membership.v1 import state_requests_pb2, state_service_pb2_grpc
from vigil.type.v1 import source_pb2

GET_STATE = "/vigil.membership.v1.StateService/GetState"
CREATE_CANDIDACY = "/vigil.membership.v1.MembershipService/CreateCandidacy"
ELECTION = "bodies/hrc/elections/election-2028"


@pytest.fixture(scope="module")
def running():
    with vigil.running() as suite:
        yield suite


@pytest.fixture(autouse=True)
def nothing_is_written(running):
    before = [heads(running, service) for service in vigil.SERVERS[:2]]
    yield
    assert [heads(running, s) for s in vigil.SERVERS[:2]] == before


def heads(suite, service):
    socket = str((suite.directory / "data/run").resolve() / "redis.sock")
    return subprocess.run(
        ["redis-cli", "-s", socket, "XLEN", f"vigil:{{{service}}}:ledger"],
        capture_output=True, text=True, check=True).stdout


def refused(call, *arguments, **options):
    """The code, reason, metadata and fields of a call that must fail."""
    with pytest.raises(grpc.RpcError) as raised:
        result = call(*arguments, timeout=options.pop("timeout", 10),
                      **options)
        if hasattr(result, "__next__"):
            next(result)
    info, bad_request = vigil.details_of(raised.value)
    fields = [v.field for v in bad_request.field_violations] \
        if bad_request else []
    return raised.value.code(), info.reason if info else None, fields


def candidacy_request(**fields):
    return candidacy_requests_pb2.CreateCandidacyRequest(
        parent=ELECTION, candidacy=candidacy_pb2.Candidacy(
            **{"state": "states/chn",
               "candidacy_state": candidacy_pb2.CANDIDACY_STATE_ANNOUNCED,
               "source": source_pb2.Source(
                   citation="test",
                   confidence=source_pb2.CONFIDENCE_SOURCED), **fields}))


def test_no_token(running):
    stub = state_service_pb2_grpc.StateServiceStub(
        running.channel("membership", None))
    assert refused(stub.GetState, state_requests_pb2.GetStateRequest(
        name="states/chn")) == (
            grpc.StatusCode.UNAUTHENTICATED, "TOKEN_MISSING", [])


def test_wrong_token(running):
    stub = state_service_pb2_grpc.StateServiceStub(
        running.channel_with_token("membership", "vgl_" + "A" * 43))
    assert refused(stub.GetState, state_requests_pb2.GetStateRequest(
        name="states/chn")) == (
            grpc.StatusCode.UNAUTHENTICATED, "TOKEN_UNKNOWN", [])


@pytest.mark.parametrize("who", ["partner-demo", "analyst", "operator",
                                 "service-notifier"])
def test_only_editors_write_records(running, who):
    assert refused(running.membership(who).CreateCandidacy,
                   candidacy_request())[:2] == (
                       grpc.StatusCode.PERMISSION_DENIED, "ROLE_NOT_ALLOWED")


def test_another_partners_names_are_as_if_they_did_not_exist(running):
    stub = running.alerts()
    mine_missing = refused(
        stub.GetSubscription, subscriptions.GetSubscriptionRequest(
            name="partners/demo/subscriptions/nothing"))
    anothers = refused(
        stub.GetSubscription, subscriptions.GetSubscriptionRequest(
            name="partners/other/subscriptions/nothing"))
    assert mine_missing == anothers
    assert anothers[0] == grpc.StatusCode.NOT_FOUND
    for call, request in (
            (stub.ListSubscriptions, subscriptions.ListSubscriptionsRequest(
                parent="partners/other")),
            (stub.StreamAlerts, feed_requests_pb2.StreamAlertsRequest(
                parent="partners/other")),
            (stub.CreateSubscription, subscriptions.CreateSubscriptionRequest(
                parent="partners/other",
                subscription=subscription_pb2.Subscription(
                    display_name="x", states=["states/chn"])))):
        assert refused(call, request)[0] == grpc.StatusCode.NOT_FOUND


def test_a_page_token_of_another_query(running):
    stub = running.states("analyst")
    page = stub.ListStates(state_requests_pb2.ListStatesRequest(page_size=5))
    assert len(page.states) == 5 and page.next_page_token
    assert refused(stub.ListStates, state_requests_pb2.ListStatesRequest(
        page_size=5, page_token=page.next_page_token,
        filter="regional_group = AFRICAN"))[:2] == (
            grpc.StatusCode.INVALID_ARGUMENT, "PAGE_TOKEN_MISMATCH")
    assert refused(stub.ListStates, state_requests_pb2.ListStatesRequest(
        page_token="forged"))[:2] == (
            grpc.StatusCode.INVALID_ARGUMENT, "PAGE_TOKEN_INVALID")


def test_an_unknown_field_in_a_mask(running):
    code, reason, fields = refused(
        running.states().UpdateState, state_requests_pb2.UpdateStateRequest(
            state={"name": "states/chn"},
            update_mask=field_mask_pb2.FieldMask(paths=["population"])))
    assert code == grpc.StatusCode.INVALID_ARGUMENT
    assert reason == "FIELD_MASK_INVALID"
    assert fields == ["update_mask"]


def test_a_message_of_5_mb(running):
    assert refused(running.membership().CreateCandidacy,
                   candidacy_request(note="x" * 5_000_000))[:2] == (
                       grpc.StatusCode.RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE")
    code, _, _ = refused(running.membership().CreateCandidacy,
                         candidacy_request(note="x" * 10_000_000))
    assert code == grpc.StatusCode.RESOURCE_EXHAUSTED


@pytest.mark.parametrize("content", [
    b"\x0a\x02\xff\xfe",  # name = two bytes that are no UTF-8
    b"\x0a\xff\xff\xff\xff\x0f",  # a length beyond the end
    b"\x07",  # a wire type that does not exist
])
def test_bytes_that_are_no_request(running, content):
    channel = running.channel("membership", "analyst")
    call = channel.unary_unary(GET_STATE, request_serializer=bytes,
                               response_deserializer=bytes)
    assert refused(call, content)[:2] == (
        grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_REQUEST")


def test_a_deadline_of_1_ms(running):
    """Times out at one of the two ends; what was written was acknowledged."""
    stub = running.membership()
    for _ in range(20):
        with pytest.raises(grpc.RpcError) as raised:
            stub.CreateCandidacy(
                candidacy_request(announce_date={"year": 1800}),
                timeout=0.001)
        assert raised.value.code() in (
            grpc.StatusCode.DEADLINE_EXCEEDED,
            grpc.StatusCode.INVALID_ARGUMENT)


def test_a_method_that_does_not_exist(running):
    channel = running.channel("membership", "analyst")
    call = channel.unary_unary("/vigil.membership.v1.StateService/Nothing",
                               request_serializer=bytes,
                               response_deserializer=bytes)
    assert refused(call, b"")[0] == grpc.StatusCode.UNIMPLEMENTED


def test_every_field_at_fault_is_named(running):
    code, reason, fields = refused(
        running.membership().CreateCandidacy,
        candidacy_request(state="China", note="\x01",
                          announce_date={"year": 2026, "month": 2, "day": 30}))
    assert (code, reason) == (
        grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELD")
    assert {"candidacy.state", "candidacy.note",
            "candidacy.announce_date"} <= set(fields)


def test_answers_name_the_call(running):
    stub = running.states("analyst")
    _, call = stub.GetState.with_call(
        state_requests_pb2.GetStateRequest(name="states/chn"),
        metadata=[("vigil-call-id", "my-call-1")])
    assert ("vigil-call-id", "my-call-1") in [
        tuple(item) for item in call.trailing_metadata()]
