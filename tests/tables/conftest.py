"""What the tables' tests share: the instrument, a small register and exports in real files."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from ibic_eval.codebook.instrument import Instrument, load_instrument
from ibic_eval.sources.responses import RawTable, read_table
from ibic_eval.tables.responses import ResponseTables, type_responses
from ibic_eval.tables.templates import response_template

Row = dict[str, str]
FILE = Path(__file__).parents[2] / "surveys/kommunenkat-2020/instrument.yml"


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    return load_instrument(FILE)


@pytest.fixture(scope="session")
def register() -> pd.DataFrame:
    codes = ["0180", "1489", *(str(code) for code in range(9001, 9100))]
    names = ["Stockholm", "Alingsås", *(f"Påhitt {code}" for code in codes[2:])]
    return pd.DataFrame({"code": codes, "name": names}, dtype="string")


@pytest.fixture
def export(tmp_path: Path, instrument: Instrument) -> Callable[..., RawTable]:
    """Return a function that writes rows in the export format and reads them back."""

    def write(*rows: Row, without: tuple[str, ...] = (), extra: tuple[str, ...] = ()) -> RawTable:
        columns = [c for c in response_template(instrument).columns if c not in without]
        frame = pd.DataFrame(list(rows)).reindex(columns=[*columns, *extra])
        frame.to_csv(tmp_path / "svar.csv", sep=";", index=False)
        return read_table(tmp_path / "svar.csv")

    return write


@pytest.fixture
def typed(
    export: Callable[..., RawTable], instrument: Instrument, register: pd.DataFrame
) -> Callable[..., ResponseTables]:
    """Return a function that writes, reads and types rows."""

    def read(*rows: Row, **options: tuple[str, ...]) -> ResponseTables:
        return type_responses(export(*rows, **options), instrument, register)

    return read


@pytest.fixture
def user() -> Row:
    """Return a sound row of a user that answers for two areas."""
    return {
        **{"svarsid": "a", "kommunkod": "1489", "inskickad": "2020-10-01", "q1_1": "ja"},
        **{"q3_aldreomsorg": "ja", "q3_lss": "ja", "fas_aldreomsorg": "etablerat"},
        **{"q4_1_aldreomsorg": "okat", "q4_2_aldreomsorg": "minskat", "q4_1_lss": "oforandrat"},
        **{"q6_6_aldreomsorg": "stammer", "q6_6a_aldreomsorg": "delvis", "q10": "ja"},
    }


@pytest.fixture
def non_user() -> Row:
    """Return a sound row of a municipality that does not use IBIC."""
    return {"svarsid": "b", "kommunkod": "9001", "q1_7": "ja", "n3_1": "viktig"}
