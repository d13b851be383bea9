"""Reading a round: one data collection with an instrument, in a folder of its own."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ibic_eval.codebook import strict_yaml as y
from ibic_eval.errors import InputError
from ibic_eval.sources.responses import RawTable, is_harmless, read_table

DESCRIPTION = "round.yml"
CODE_LENGTH = 4
KEYS = ("id", "title", "date", "instrument", "kind")
OPTIONAL_KEYS = ("population", "sekretess")
SECRECY = {"ja": True, "nej": False}
INSTRUMENTS = ("kommunenkat-2020",)
KINDS = ("omgang", "rekonstruktion")
FRAME_COLUMNS = ("kommunkod", "enhet", "status")
STATUSES = ("svarade", "avbojde", "inget_svar")
CORRECTION_COLUMNS = ("svarsid", "klass", "skal")
CLASSES = ("anvander", "anvander_inte", "mellangrupp")


@dataclass(frozen=True)
class Round:
    """One data collection: its name and date, the answers as they were exported, who was asked.

    `frame` has one row a municipality or district that was asked: `kommunkod`, `enhet` (NA for a
    whole municipality), `status`. `corrections` has one row a respondent whose class was changed
    after reading the free text: `svarsid`, `klass`, `skal`. Both are None where the file is
    absent, all their columns are text, and their index is the row in the file.
    `population` is whom the round is about, as written: `riket`, a county, or codes of
    municipalities; none where nothing is written. `secret` is whether answers by municipality
    stay hidden.
    """

    id: str
    title: str
    date: dt.date
    kind: str
    instrument: str
    folder: Path
    responses: RawTable
    frame: pd.DataFrame | None
    corrections: pd.DataFrame | None
    population: tuple[str, ...] = ()
    secret: bool = True


def read_round(folder: Path) -> Round:
    """Read a round's folder: its description, the answers, who was asked and the corrections.

    The files are `round.yml`, `svar.csv` or `svar.xlsx`, and, where they exist, `utskick.csv` and
    `klassning.csv`. Raises InputError, naming the round, where a file is missing or cannot be read,
    a key or column is missing or unknown, or a status or class is outside its codes.
    """
    try:
        return _read(folder)
    except InputError as error:
        raise InputError(f"Omgången {folder.name}: {error}") from error


def _read(folder: Path) -> Round:
    where = f"Filen {DESCRIPTION}"
    if not (folder / DESCRIPTION).exists():
        raise InputError(f"mappen saknar {DESCRIPTION}; skriv en så som README visar.")
    node = y.check_keys(y.load_mapping(folder / DESCRIPTION), KEYS, OPTIONAL_KEYS, where)
    kind = y.text(node, "kind", where)
    instrument = y.text(node, "instrument", where)
    for key, value, allowed in (("kind", kind, KINDS), ("instrument", instrument, INSTRUMENTS)):
        if value not in allowed:
            raise InputError(f"{where}: {key} ska vara {' eller '.join(allowed)}.")
    return Round(
        id=y.text(node, "id", where),
        title=y.text(node, "title", where),
        date=_date(node["date"], where),
        kind=kind,
        instrument=instrument,
        folder=folder,
        responses=read_table(_responses_path(folder)),
        frame=read_asked(folder / "utskick.csv"),
        corrections=read_corrections(folder / "klassning.csv"),
        population=_population(node, where),
        secret=_secret(node, where),
    )


def _population(node: y.Node, where: str) -> tuple[str, ...]:
    """Return whom the round is about: one name, or codes of municipalities."""
    if "population" not in node:
        return ()
    if isinstance(node["population"], list):
        codes = y.sequence(node, "population", where)
        if not all(isinstance(code, str) for code in codes):
            raise InputError(f"{where}: skriv varje kommunkod i population inom citattecken.")
        return y.texts(node, "population", where)
    return (y.text(node, "population", where),)


def _secret(node: y.Node, where: str) -> bool:
    """Tell whether answers by municipality stay hidden; they do where the word is missing."""
    word = y.text(node, "sekretess", where, "ja")
    if word not in SECRECY:
        raise InputError(f"{where}: sekretess ska vara ja eller nej.")
    return SECRECY[word]


def _date(value: object, where: str) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise InputError(f"{where}: date ska vara ett datum, som 2020-11-30.") from None


def _responses_path(folder: Path) -> Path:
    found = [path for path in (folder / "svar.csv", folder / "svar.xlsx") if path.exists()]
    if not found:
        raise InputError(f"Mappen {folder} saknar svar.csv eller svar.xlsx; lägg svaren där.")
    if len(found) > 1:
        raise InputError(f"Mappen {folder} har både svar.csv och svar.xlsx; ta bort den ena.")
    return found[0]


def read_asked(path: Path) -> pd.DataFrame | None:
    """Return who was asked (`kommunkod, enhet, status`), None where the file is absent.

    Codes get back the zero that Excel takes away. Raises InputError.
    """
    if not path.exists():
        return None
    asked = _columns(read_table(path), FRAME_COLUMNS)
    _check_codes(asked, "status", STATUSES, path.name)
    return asked.assign(kommunkod=asked["kommunkod"].str.zfill(CODE_LENGTH))


def read_corrections(path: Path) -> pd.DataFrame | None:
    """Return the corrected classes (`svarsid, klass, skal`), None where the file is absent."""
    if not path.exists():
        return None
    corrections = _columns(read_table(path), CORRECTION_COLUMNS)
    _check_codes(corrections, "klass", CLASSES, path.name)
    for column in ("svarsid", "skal"):
        empty = corrections.index[corrections[column].isna()]
        if len(empty):
            raise InputError(f"Filen {path.name}: rad {empty[0]} saknar {column}; fyll i det.")
    return corrections


def _columns(raw: RawTable, columns: tuple[str, ...]) -> pd.DataFrame:
    if set(raw.frame.columns) != set(columns):
        raise InputError(f"Filen {raw.file} ska ha kolumnerna {', '.join(columns)} och inga andra.")
    return raw.frame[list(columns)]


def _check_codes(frame: pd.DataFrame, column: str, codes: tuple[str, ...], file: str) -> None:
    wrong = frame[column][~frame[column].isin(codes)].fillna("")
    for row, value in wrong.items():
        shown = f"den okända koden ”{value}”" if is_harmless(value) else "en okänd kod"
        raise InputError(
            f"Filen {file}: rad {row} har {shown if value else 'ingen kod'} i kolumnen {column}; "
            f"tillåtna är {', '.join(codes)}."
        )
