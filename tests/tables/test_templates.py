"""The empty template is the export format."""

from ibic_eval.codebook.instrument import Instrument
from ibic_eval.tables.templates import response_template, template_columns


def test_the_template_has_every_column_in_the_questionnaires_order(instrument: Instrument) -> None:
    columns = template_columns(instrument)
    assert columns[:6] == ("svarsid", "kommunkod", "enhet", "inskickad", "avbojt", "q1_1")
    assert columns[-1] == "n_slutkommentar"
    assert len(columns) == len(set(columns)) == 205


def test_the_template_has_no_rows(instrument: Instrument) -> None:
    template = response_template(instrument)
    assert template.empty
    assert tuple(template.columns) == template_columns(instrument)
