"""The attack on a report finds what was planted, and nothing in what is safe."""

import pytest

from ibic_eval.cli import run
from ibic_eval.display.exhibits import Exhibit, Markup
from ibic_eval.errors import RunError
from ibic_eval.reports.audit import Leak, audit_report
from ibic_eval.reports.html import compose
from tests.reports.reports_made import TEMPLATES, facts

HEADS = ("Äldreomsorg", "LSS", "Annan", "Alla")
SAFE = {
    "Ja": ("x", "x", "20", "40"),
    "Nej": ("x", "x", "30", "60"),
    "Alla": ("30", "20", "50", "100"),
}


def table_of(rows: dict[str, tuple[str, ...]], heads: tuple[str, ...]) -> Markup:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Svar", *heads))
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for name, cells in rows.items()
    )
    return Markup(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def report_of(*tables: Markup) -> str:
    exhibits = [Exhibit("tabell", f"t{n}", "Svar", (t,), "Egen") for n, t in enumerate(tables)]
    shown = "".join(each._repr_html_() for each in exhibits)
    return compose([f"<h1>K</h1>{shown}"], facts(False), TEMPLATES).html


def report(rows: dict[str, tuple[str, ...]], heads: tuple[str, ...] = HEADS) -> str:
    return report_of(table_of(rows, heads))


def test_a_table_whose_hidden_cells_cover_each_other_is_safe() -> None:
    found = audit_report(report(SAFE))
    assert (found.hidden, found.attacked, found.leaks) == (4, 4, ())


def test_a_hidden_cell_alone_in_its_row_is_found() -> None:
    rows = SAFE | {"Nej": ("20", "x", "30", "60")}
    found = audit_report(report(rows))
    assert Leak("Tabell 1", "Nej", "LSS", 1) in found.leaks
    assert len(found.leaks) == 3  # and the others follow


def test_a_cell_of_somebody_that_can_be_few_numbers_is_found() -> None:
    rows = {
        "Ja": ("x", "x", "1", "40"),
        "Nej": ("x", "x", "9", "12"),
        "Alla": ("39", "3", "10", "52"),
    }
    told = audit_report(report(rows)).leaks
    assert told == (Leak("Tabell 1", "Ja", "Äldreomsorg", 4),)


def test_a_sum_that_nobody_calls_one_is_learnt_from_where_all_is_shown() -> None:
    rows = {"A": ("1", "2", "3"), "B": ("5", "5", "10"), "C": ("4", "x", "11")}
    told = audit_report(report(rows, ("Nått", "Inte nått", "Uppföljda"))).leaks
    assert told == (Leak("Tabell 1", "C", "Inte nått", 1),)


def test_what_does_not_add_up_is_taken_for_no_sum() -> None:
    rows = {"A": ("1", "2", "9"), "B": ("5", "5", "8"), "C": ("4", "x", "11")}
    assert audit_report(report(rows, ("Möten", "Timmar", "Personer"))).attacked == 0


def test_an_earlier_report_of_the_same_data_that_shows_more_is_found() -> None:
    before = report(SAFE | {"Ja": ("12", "8", "20", "40")})
    told = audit_report(report(SAFE), before).leaks
    assert [(leak.row, leak.column) for leak in told] == [("Ja", "Äldreomsorg"), ("Ja", "LSS")]


def test_an_earlier_report_of_other_data_tells_nothing() -> None:
    before = report(SAFE | {"Ja": ("12", "8", "21", "41")})
    assert audit_report(report(SAFE), before).leaks == ()


def test_the_command_says_what_it_found(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rapport.html"
    path.write_text(report(SAFE), "utf-8")
    assert run(["audit", str(path)]) == 0
    assert "4 dolda celler, 4 av dem i en summa som syns. Inget går" in capsys.readouterr().out
    path.write_text(report(SAFE | {"Nej": ("20", "x", "30", "60")}), "utf-8")
    assert run(["audit", str(path)]) == 1
    told = capsys.readouterr().err
    assert "Tabell 1, Nej, LSS: går att räkna ut." in told
    assert "publicera inte rapporten" in told
    assert run(["audit", str(tmp_path / "ingen.html")]) == 1
    assert "finns inte eller går inte att läsa" in capsys.readouterr().err
    (tmp_path / "annan.html").write_text("<table><tr><td>x</td></tr></table>", "utf-8")
    assert run(["audit", str(tmp_path / "annan.html")]) == 1
    assert "är ingen rapport ur det här programmet" in capsys.readouterr().err


def test_a_learnt_sum_that_contradicts_one_that_is_called_so_is_given_up() -> None:
    rows = {
        "A": ("1", "2", "3"),
        "B": ("5", "5", "10"),
        "C": ("x", "4", "20"),
        "Alla": ("10", "11", "x"),
    }
    told = audit_report(report(rows, ("Nått", "Inte nått", "Uppföljda"))).leaks
    assert Leak("Tabell 1", "C", "Nått", 1) in told


def test_a_report_whose_sums_cannot_be_is_told_of() -> None:
    rows = {"Ja": ("x", "3", "10"), "Nej": ("2", "5", "7"), "Alla": ("5", "8", "x")}
    with pytest.raises(RunError, match="Summorna i Tabell 1 går inte ihop"):
        audit_report(report(rows, ("Äldreomsorg", "LSS", "Alla")))


YEARS = ("2016", "2017", "2018", "2019", "2020")


def by_year(**columns: tuple[int | str, ...]) -> Markup:
    """Return a table of columns by year, named by their heads."""
    rows = {
        year: tuple(map(str, line))
        for year, line in zip(YEARS, zip(*columns.values(), strict=True), strict=True)
    }
    return table_of(rows, tuple(columns))


STARTED = (412, 388, 401, 397, 405)
APPLIED = (310, 291, 305, 288, 301)


def test_what_is_hidden_in_one_table_and_shown_in_another_is_found() -> None:
    hiding = by_year(Inledda=(412, 388, "x", 397, 405), Dagar=(20, 21, 22, 23, 24))
    told = audit_report(report_of(by_year(Ärenden=STARTED), hiding)).leaks
    assert told == (Leak("Tabell 2", "2018", "Inledda", 1),)


def test_a_difference_between_two_tables_is_found() -> None:
    without = [a - b for a, b in zip(STARTED, APPLIED, strict=True)]
    hiding = by_year(Utan=(*without[:4], "x"))
    tables = by_year(Start=STARTED), by_year(Ansökan=APPLIED), hiding
    assert audit_report(report_of(*tables)).leaks == (Leak("Tabell 3", "2020", "Utan", 1),)
    assert audit_report(report_of(tables[0], hiding)).leaks == ()


def test_numbers_so_few_and_small_that_they_agree_by_accident_are_no_sum() -> None:
    hiding = by_year(Möten=(3, 2, 3, 1, "x"))
    assert audit_report(report_of(by_year(Enheter=(3, 2, 3, 1, 2)), hiding)).attacked == 0


def shares(counts: tuple[int | str, ...], of: tuple[int | str, ...], tenths: bool) -> Markup:
    """Return counts with their shares of others; the last share is 3 of 48."""
    whole = [c / n for c, n in zip(counts[:4], of[:4], strict=True)] + [3 / 48]  # type: ignore[operator]
    shown = [f"{100 * each:.{int(tenths)}f}".replace(".", ",") + "\xa0%" for each in whole]
    return by_year(Nådda=counts, Andel=tuple(shown), n=of)


@pytest.mark.parametrize(
    ("tenths", "numbers"),
    [(True, 1), (False, 1)],
)
def test_a_hidden_count_whose_share_is_shown_is_found(tenths: bool, numbers: int) -> None:
    table = shares((21, 17, 30, 9, "x"), (52, 47, 61, 35, 48), tenths)
    assert audit_report(report_of(table)).leaks == (Leak("Tabell 1", "2020", "Nådda", numbers),)


def test_a_hidden_number_of_which_a_share_is_shown_is_found() -> None:
    table = shares((21, 17, 30, 9, 3), (52, 47, 61, 35, "x"), tenths=True)
    assert audit_report(report_of(table)).leaks == (Leak("Tabell 1", "2020", "n", 1),)


def test_a_share_of_something_else_tells_nothing() -> None:
    other = tuple(f"{each}\xa0%" for each in (40, 90, 3, 7, 6))
    table = by_year(Nådda=(21, 17, 30, 9, "x"), Andel=other, n=(52, 47, 61, 35, 48))
    assert audit_report(report_of(table)).leaks == ()
