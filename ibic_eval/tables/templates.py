"""The empty table that a municipality or an FoU centre fills in."""

import pandas as pd

from ibic_eval.codebook.instrument import Instrument
from ibic_eval.tables.columns import export_columns


def template_columns(instrument: Instrument) -> tuple[str, ...]:
    """Return the columns of the export format in the order of the questionnaire."""
    return export_columns(instrument)


def response_template(instrument: Instrument) -> pd.DataFrame:
    """Return the export format's table without rows."""
    return pd.DataFrame(columns=list(template_columns(instrument)), dtype="string")
