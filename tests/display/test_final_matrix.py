"""The matrix of goals in words: heads that are broken over lines in the figure are whole words."""

from ibic_eval.display.final_matrix import Line, sentence_of


def test_heads_that_are_broken_in_the_figure_are_read_as_words() -> None:
    kinds = (
        "egna_fore_efter", "kvasiexperiment", "egen_matning", "granskning", "process",
        "egen_enkat", "personal",
    )  # fmt: skip
    line = Line("Syften", "A Delaktighet", {kind: {"for": 1} for kind in kinds}, "delvis")
    assert sentence_of(line) == (
        "A Delaktighet: ärenden före/efter 1 för; brukarenkäter 1 för; egen nivå 1 för; "
        "granskning 1 för; projektet 1 för; kommunens svar 1 för; medarbetare 1 för. Delvis nått."
    )


def test_a_goal_without_evidence_says_so() -> None:
    words = sentence_of(Line("Syften", "A Delaktighet", {"process": {}}, "kan_inte_avgoras"))
    assert words == "A Delaktighet: inget underlag. Kan inte avgöras."
