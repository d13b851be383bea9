"""The municipality's answer stands beside the share that answered alike, at every level."""

import pandas as pd

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
        ["Fråga", "Område", "Kommunens svar", "Hela landet", "Påhittat län"],
        [labels["q4_1"], "LSS", "Ökat", "36 %", "25 %"],
        [labels["q5_3"], "LSS", "Ökat", "x", "x"],
    ]
    assert shown.source == "kommunens egna svar; Omgången"
    assert any(note.startswith("x = dold") for note in shown.notes)


def test_the_published_span_stands_where_there_is_no_area(published, labels, cells):
    own = pd.DataFrame({"item": ["q5_3", "q5_3"], "area": "lss", "answer": ["okat", "minskat"]})
    shown = own_answer_table(own, published, labels, list(labels), slug="t", caption="x")
    assert [row[-1] for row in cells(shown)[1:]] == ["59–64 %", "–"]


def test_without_own_answers_nothing_is_shown(published, labels):
    none = pd.DataFrame({"item": [], "area": [], "answer": []})
    shown = own_answer_table(none, published, labels, list(labels), slug="t", caption="x")
    assert shown._repr_html_() == ""


def test_all_own_answers_stand_in_tables_by_part(counted, labels):
    own = pd.DataFrame({"item": ["q4_1", "q10"], "area": ["lss", "alla"], "answer": ["okat", "ja"]})
    shown = own_answer_tables(own, counted, labels)
    assert repr(shown).splitlines() == [
        "<tabell-egna-arbetssatt: Kommunens arbetssätt bredvid andras.>",
        "<tabell-egna-effekter: Kommunens svar om förändringar bredvid andras.>",
    ]
    assert shown._repr_html_().count("<table") == 2
