"""The municipality's answer stands beside the share that answered alike, at every level."""

import pandas as pd
import pytest

from ibic_eval.display.own_answers import own_answer_table, own_answer_tables


def test_own_answers_stand_beside_those_who_answered_alike(counted, labels, cells):
    county = counted[counted["area"].eq("lss")].assign(
        level="lan", level_name="Påhittat län", share_low=0.25, share_high=0.25
    )
    own = pd.DataFrame({"item": ["q4_1", "q5_3"], "area": "lss", "answer": "okat"})
    shown = own_answer_table(
        own, pd.concat([counted, county]), labels, list(labels), slug="t", caption="x"
    )
    assert cells(shown) == [
        ["Fråga", "LSS"],
        ["Svar", "Andra, %"],
        ["För den som söker eller får stöd"],
        [labels["q4_1"], "Ökat", "36 · 25"],
        ["I verksamheten"],
        [labels["q5_3"], "Ökat", "x · x"],
    ]
    assert "i ordningen alla som svarat i landet och länet (Påhittat län)" in shown.notes[0]
    assert shown.source == "kommunens egna svar; Omgången"
    assert any(note.startswith("x = dold") for note in shown.notes)


def test_the_published_span_stands_where_there_is_no_area(published, labels, cells):
    own = pd.DataFrame({"item": ["q5_3", "q4_1"], "area": "lss", "answer": ["okat", "minskat"]})
    shown = own_answer_table(own, published, labels, list(labels), slug="t", caption="x")
    assert {row[-1] for row in cells(shown) if len(row) == 3} == {"59–64", "–"}
    assert "bland alla som använder IBIC." in shown.notes[0] and "123 svarande" in shown.notes[1]


def test_districts_that_answered_differently_both_stand(published, labels, cells):
    own = pd.DataFrame({"item": ["q5_3", "q5_3"], "area": "lss", "answer": ["okat", "minskat"]})
    shown = own_answer_table(own, published, labels, list(labels), slug="t", caption="x")
    assert cells(shown)[-1][1:] == ["Ökat; Minskat", "59–64; –"]


def test_without_own_answers_nothing_is_shown(published, labels):
    none = pd.DataFrame({"item": [], "area": [], "answer": []})
    shown = own_answer_table(none, published, labels, list(labels), slug="t", caption="x")
    assert shown._repr_html_() == ""


def test_all_own_answers_stand_in_tables_by_part(counted, labels):
    own = pd.DataFrame({"item": ["q4_1", "q10"], "area": ["lss", "alla"], "answer": ["okat", "ja"]})
    shown = own_answer_tables(own, counted, labels)
    assert repr(shown).splitlines() == [
        "<tabell-egna-arbetssatt: Kommunens arbetssätt bredvid andras.>",
        "<tabell-egna-effekter: Kommunens svar om förändringar, per område, bredvid andras.>",
    ]
    assert shown._repr_html_().count("<table") == 2


def test_areas_stand_beside_each_other_one_row_an_item(counted, labels, cells):
    own = pd.DataFrame(
        {"item": "q4_1", "area": ["lss", "aldreomsorg"], "answer": ["okat", "minskat"]}
    )
    shown = own_answer_table(own, counted, labels, list(labels), slug="t", caption="x")
    assert cells(shown)[0] == ["Fråga", "Äldreomsorg", "LSS"]
    assert cells(shown)[-1] == [labels["q4_1"], "Minskat", "4", "Ökat", "36"]


@pytest.mark.parametrize(("marked", "group"), [("ja", "alla som använder"), ("nej", "alla svar")])
def test_who_does_not_use_ibic_is_compared_with_all_that_answered(
    make_frame, rows, labels, marked, group
):
    named = {"q1_1": "Livsområdena används", **labels}
    both = [
        row
        for group, counts in (("anvandare", (123, 0)), ("svarande", (123, 41)))
        for row in rows("q1_1", "alla", counts, ("ja", "nej"), group=group)
    ]
    own = pd.DataFrame({"item": ["q1_1"], "area": ["alla"], "answer": [marked]})
    shown = own_answer_tables(own, make_frame(both), named)
    assert f"bland {group}" in shown.parts[0].notes[0]
