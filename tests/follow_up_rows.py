"""Sound rows of the follow-up files, and how to write them as files, for the tests of them."""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

from ibic_eval.codebook.variables import load_codebook
from ibic_eval.tables.follow_up_references import PlanIds
from ibic_eval.tables.follow_up_schemas import TABLES

Row = Mapping[str, str]
NAMES = tuple(name for name, _ in TABLES.values())
FOLDER = Path(__file__).parents[1] / "data" / "codebooks"
CODEBOOKS = {name: load_codebook(FOLDER / f"{name}.yml") for name in NAMES}
PLAN = PlanIds(
    exists=True,
    sections={
        "utbildning": ["utb_handlaggare", "utb_ombud"],
        "grupper": ["styrgrupp"],
        "aktiviteter": ["akt_start", "akt_slut"],
        "budget": ["bud_timmar"],
        "risker": ["risk_tid"],
        "indikatorer": ["ind_ombud"],
    },
    highest_probability=4,
    highest_consequence=5,
)
MET = dict.fromkeys(
    ["livsomraden", "egen_uppfattning", "skattning", "mal", "delmal", "stodform", "uppfoljning"],
    "uppfyllt",
)
SOUND: Mapping[str, Row] = {
    "utbildning": {
        "deltagare": "p1", "utbildning": "utb_handlaggare", "enhet": "Norr",
        "datum": "2024-02-01", "timmar": "7,5",
    },
    "bemanning": {"utbildning": "utb_ombud", "datum": "2024-01-01", "antal": "30"},
    "kursutvardering": {
        "utbildning": "utb_ombud", "datum": "2024-02-01", "innehall": "i_mycket_hog_grad",
        "forstod": "vet_inte", "helhet": "inte_alls",
    },
    "moten": {
        "grupp": "styrgrupp", "datum": "2024-01-10", "status": "genomfort", "kallade": "8",
        "narvarande": "6",
    },
    "granskningar": {
        "dokument": "d1", "slag": "utredning", "datum": "2024-02-07", "granskare": "g1", **MET,
        "mal": "ej_uppfyllt", "uppfoljning": "",
    },
    "granskningsunderlag": {"slag": "utredning", "vecka": "2024-V06", "antal": "4"},
    "aktivitetslage": {
        "aktivitet": "akt_start", "datum": "2024-03-01", "lage": "pagar", "start": "2024-01-02",
        "ny_slut": "2099-01-01",
    },
    "kostnader": {
        "post": "bud_timmar", "ar": "2024", "datum": "2024-05-01", "belopp": "-1500,50",
    },
    "risklage": {
        "risk": "risk_tid", "datum": "2024-03-01", "sannolikhet": "4", "konsekvens": "5",
        "intraffat": "nej",
    },
    "indikatorer": {
        "indikator": "ind_ombud", "datum": "2024-03-01", "taljare": "3", "namnare": "10",
    },
    "medarbetarenkat": {
        "svarande": "p1", "roll": "ombud", "datum": "2024-03-01", "omgang": "1",
        "forstaelse": "i_liten_grad", "tid": "vet_inte",
    },
    "medarbetarenkat_utskick": {"roll": "ombud", "omgang": "1", "antal": "5"},
    "kommentarer": {
        "kommentar": "k1", "kalla": "mote", "text": "Det gick bra", "citat": "gick bra",
    },
    "kodning": {"kommentar": "k1", "kodare": "c1", "tema": "inget_tema"},
}  # fmt: skip


def put(folder: Path, name: str, *changes: Row, ending: str = ".csv") -> Path:
    """Write a file with the sound row, changed as each mapping says, a row a mapping."""
    columns = CODEBOOKS[name].names
    extra = [key for change in changes for key in change if key not in columns]
    header = [*columns, *dict.fromkeys(extra)]
    rows = [{**SOUND[name], **change} for change in changes]
    path = folder / f"{name}{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [header, *([row.get(column, "") for column in header] for row in rows)]
    if ending == ".xlsx":
        _workbook(path, lines)
    else:
        texts = (";".join(f'"{cell}"' for cell in line) for line in lines)
        path.write_text("\n".join(texts) + "\n", encoding="utf-8-sig")
    return path


def _workbook(path: Path, lines: list[list[str]]) -> None:
    book = Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(path)
