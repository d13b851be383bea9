"""Reading the project's own reference files: UTF-8, commas, every cell a text."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from ibic_eval.errors import InputError


def read_reference(path: Path, columns: Iterable[str]) -> pd.DataFrame:
    """Return a CSV file as texts, NA where a cell is empty, with the named columns in that order.

    Raises InputError where the file is missing, is no UTF-8 CSV or lacks a column.
    """
    table = _read_texts(path)
    wanted = list(columns)
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        names = ", ".join(missing)
        raise InputError(f"Filen {path} saknar {names}; lägg till det som egen kolumn.")
    return table[wanted]


def _read_texts(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])
    except FileNotFoundError:
        raise InputError(f"Filen {path} finns inte; hämta den ur projektet på nytt.") from None
    except pd.errors.EmptyDataError:
        raise InputError(f"Filen {path} är tom; hämta den ur projektet på nytt.") from None
    except (OSError, UnicodeDecodeError, pd.errors.ParserError) as error:
        reason = type(error).__name__
        raise InputError(f"Filen {path} går inte att läsa som CSV i UTF-8 ({reason}).") from error
