"""The tables of deploy/data agree with each other and with what is known."""

import collections
import csv
import datetime
import pathlib
import re

import pytest

DATA = pathlib.Path(__file__).resolve().parents[3] / "deploy" / "data"
TABLES = sorted(path.name for path in DATA.glob("*.csv"))
SEATS = {"AFR": 13, "APG": 13, "EEG": 6, "GRULAC": 8, "WEOG": 7}


def read(name):
    with open(DATA / name, encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, strict=True))


def members(day):
    return [
        term for term in read("terms.csv")
        if term["start_date"] <= day < term["end_date"]
    ]


def term_id(term):
    return f"{term['iso3'].lower()}-{term['start_date'][:4]}"


def due_session(mandate, renewal):
    if renewal["until_session"]:
        return int(renewal["until_session"])
    return int(renewal["session_number"]) + 3 * int(mandate["term_years"])


def due_sessions():
    renewals = collections.defaultdict(list)
    for renewal in read("renewals.csv"):
        renewals[renewal["mandate_id"]].append(renewal)
    due = collections.defaultdict(set)
    for mandate in read("mandates.csv"):
        if mandate["state"] == "ACTIVE" and mandate["periodic"] == "yes":
            latest = renewals[mandate["mandate_id"]][-1]
            due[due_session(mandate, latest)].add(mandate["mandate_id"])
    return due


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_source_and_a_confidence(name):
    for row in read(name):
        assert 1 <= len(row["source"].encode()) <= 500
        assert row["confidence"] in ("sourced", "recalled", "inferred")


@pytest.mark.parametrize("name", TABLES)
def test_every_date_is_a_day_and_every_span_ends_after_it_starts(name):
    for row in read(name):
        for column, value in row.items():
            if column.endswith("_date") and value:
                datetime.date.fromisoformat(value)
        if row.get("start_date") and row.get("end_date"):
            assert row["start_date"] < row["end_date"]


@pytest.mark.parametrize("name", TABLES)
def test_every_state_and_every_id_is_well_formed_and_known(name):
    states = {state["iso3"] for state in read("states.csv")}
    for row in read(name):
        assert row.get("iso3", "CHN") in states
        for column, value in row.items():
            if column.endswith("_id"):
                assert re.fullmatch("[a-z][a-z0-9-]{0,62}", value)


def test_there_are_193_states_with_names_of_their_own():
    states = read("states.csv")
    assert len(states) == 193
    for column in ("iso3", "iso2", "m49", "name", "short_name"):
        assert len({state[column] for state in states}) == 193


def test_every_state_has_a_score_in_every_edition():
    scores = read("freedom_scores.csv")
    assert len(scores) == 193 * 14
    for score in scores:
        parts = int(score["political_rights"]) + int(score["civil_liberties"])
        assert int(score["total"]) == parts


def test_sixteen_states_are_under_10_in_the_edition_of_2023():
    assert {
        score["iso3"] for score in read("freedom_scores.csv")
        if score["edition"] == "2023" and int(score["total"]) < 10
    } == set("AFG AZE BLR CAF CHN GNQ ERI MMR PRK SAU SOM SSD SYR TJK TKM YEM"
             .split())


@pytest.mark.parametrize("year", range(2007, 2027))
def test_all_47_seats_are_filled_on_1_march(year):
    terms = members(f"{year}-03-01")
    assert collections.Counter(t["regional_group"] for t in terms) == SEATS
    assert len({term["iso3"] for term in terms}) == 47


def test_czechia_has_the_seat_of_russia_in_june_2023():
    states = {term["iso3"] for term in members("2023-06-01")}
    assert "CZE" in states and "RUS" not in states


def test_no_two_terms_have_one_id_and_by_elections_fill_known_terms():
    terms = read("terms.csv")
    ids = {term_id(term) for term in terms}
    assert len(ids) == len(terms)
    for term in terms:
        assert not term["fills"] or term["fills"] in ids


def test_whoever_was_elected_has_the_term():
    elections = {
        (row["election_id"], row["regional_group"]): row
        for row in read("elections.csv")
    }
    terms = {(term["iso3"], term["start_date"]): term
             for term in read("terms.csv")}
    elected = collections.Counter()
    groups = {state["iso3"]: state["regional_group"]
              for state in read("states.csv")}
    for candidacy in read("candidacies.csv"):
        key = (candidacy["election_id"], groups[candidacy["iso3"]])
        if candidacy["state"] == "ELECTED":
            elected[key] += 1
            assert (candidacy["iso3"],
                    elections[key]["term_start_date"]) in terms
    for key, election in elections.items():
        if election["state"] == "HELD":
            assert elected[key] == int(election["seats"])


def test_the_rows_of_an_election_agree():
    facts = collections.defaultdict(set)
    for row in read("elections.csv"):
        fields = set(row) - {"regional_group", "seats"}
        facts[row["election_id"]].add(tuple(row[f] for f in sorted(fields)))
    for election_id, variants in facts.items():
        assert len(variants) == 1, election_id


def test_each_upcoming_election_fills_the_seats_that_fall_vacant():
    for election in read("elections.csv"):
        if election["state"] == "SCHEDULED":
            vacant = [
                term for term in read("terms.csv")
                if term["end_date"] == election["term_start_date"]
                and term["regional_group"] == election["regional_group"]
            ]
            assert int(election["seats"]) == len(vacant)


def test_mandates_fall_due_at_the_sessions_that_are_known():
    due = due_sessions()
    assert due[61] == {"coi-syria"}
    assert len(due[63]) == 14
    assert due[64] == {
        "chr-south-sudan", "coi-ukraine", "ghre-nicaragua", "gie-belarus",
        "ie-albinism", "ie-mali", "sr-belarus", "sr-cultural-rights",
        "sr-dprk", "sr-environment", "sr-iran", "sr-myanmar", "sr-privacy"
    }
    assert not due[62]


def test_a_renewal_was_adopted_in_its_session():
    sessions = {s["session_number"]: s for s in read("sessions.csv")}
    for renewal in read("renewals.csv"):
        session = sessions.get(renewal["session_number"])
        if session and session["start_date"] and renewal["adoption_date"]:
            assert (session["start_date"] <= renewal["adoption_date"] <
                    session["end_date"])
