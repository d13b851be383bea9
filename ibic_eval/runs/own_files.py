"""A municipality's own folder: finding its files, and creating it with templates."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ibic_eval.codebook.dictionary import TYPE_NAMES, allowed_values
from ibic_eval.codebook.instrument import Instrument, Item, load_instrument
from ibic_eval.codebook.variables import Codebook
from ibic_eval.errors import InputError
from ibic_eval.runs.case_files import CASE_FILES, own_case_files
from ibic_eval.runs.case_mapping import case_codebooks, has_profile
from ibic_eval.runs.files import write_whole
from ibic_eval.runs.follow_up_files import FOLLOW_UP_FILES, GROUPS, follow_up_codebooks
from ibic_eval.runs.plan_template import project_template
from ibic_eval.runs.project import Project
from ibic_eval.runs.readiness_files import readiness_instrument, readiness_template
from ibic_eval.sources.county_mapping import MAPPING_FILES
from ibic_eval.sources.final_report import FILE as FINAL_REPORT
from ibic_eval.sources.follow_up import follow_up_file
from ibic_eval.sources.ibic_use import FILES as USE_FILES
from ibic_eval.sources.introductions import FILE as INTRODUCTION
from ibic_eval.sources.municipalities import Municipality
from ibic_eval.sources.projects import FILE as PROJECT_FILE
from ibic_eval.sources.readiness import FILES as READINESS_FILES
from ibic_eval.sources.readiness import readiness_file
from ibic_eval.tables.issues import WARNING, Issue, issues_table
from ibic_eval.tables.templates import template_columns

ANSWERS = "kommunenkat"
ANSWER_FILES = (f"{ANSWERS}.csv", f"{ANSWERS}.xlsx")
README = "README.md"
_OWNER_ONLY = 0o700
MUST = " (måste fyllas i)"
LOOKS_LIKE_DATA = re.compile(r"^[^~.].*\.(csv|tsv|txt|xls[xmb]?|ods)$", re.IGNORECASE)
# Excel takes a CSV file for UTF-8 only if it begins with this.
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class GuideRow:
    """A column of the template as the guide describes it."""

    column: str
    label: str
    values: str


def own_answers_file(project: Project, code: str) -> Path | None:
    """Return a municipality's file of survey answers, None where it has none.

    Raises InputError where it lies there both as CSV and as Excel.
    """
    folder = project.own_folder(code)
    found = [folder / name for name in ANSWER_FILES if (folder / name).exists()] if folder else []
    if len(found) > 1:
        raise InputError(f"Mappen {folder} har både {' och '.join(ANSWER_FILES)}: ta bort den ena.")
    return found[0] if found else None


def unused_files(folder: Path | None) -> pd.DataFrame:
    """Return a warning for each file that looks like data and has a name that nothing reads.

    In a folder with a profile any name can be that of an export.
    """
    names = sorted(path.name for path in folder.iterdir()) if folder else []
    known = (
        *(*ANSWER_FILES, *USE_FILES, *CASE_FILES, *READINESS_FILES),
        *(*MAPPING_FILES, *FOLLOW_UP_FILES),
    )
    return issues_table(
        Issue(name, f"Filen {name} används inte; {_advice(name, known)}", WARNING)
        for name in names
        if name not in known and LOOKS_LIKE_DATA.search(name) and not has_profile(folder or Path())
    )


def _advice(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.85)
    if near:
        return f"menade du {near[0]}?"
    return (
        f"svar på enkäten ska ligga i {' eller '.join(ANSWER_FILES)} och uppgifter ur "
        f"verksamhetssystemet i {', '.join(CASE_FILES[::2])}. Alla namn står i {README}, som "
        "ibic-eval init skapar."
    )


def has_own_files(project: Project, code: str) -> bool:
    """Tell whether a municipality has put any data of its own in its folder, or tried to."""
    folder = project.own_folder(code)
    return folder is not None and any(
        LOOKS_LIKE_DATA.search(each.name) for each in folder.iterdir()
    )


def create_own_folder(project: Project, municipality: Municipality) -> tuple[Path, list[Path]]:
    """Create a municipality's folder with templates and a guide; what exists is left as it is.

    Returns the folder and the files that were written. Only its owner can read the folder, also
    one that was there. Raises OutputError.
    """
    named = f"{municipality.code}-{municipality.slug}"
    folder = project.own_folder(municipality.code) or project.municipalities / named
    instrument = load_instrument(project.survey / "instrument.yml")
    codebooks, pages = case_codebooks(project), _pages(project.templates / "kommun")
    follow_up = follow_up_codebooks(project)
    wanted = {
        folder / README: guide(municipality, instrument, codebooks, follow_up, pages),
        folder / INTRODUCTION: introduction_template(municipality, pages),
        folder / PROJECT_FILE: project_template(municipality, project.templates / "kommun"),
        folder / FINAL_REPORT: final_report_template(municipality, pages),
    }
    if own_answers_file(project, municipality.code) is None:
        wanted[folder / f"{ANSWERS}.csv"] = template(template_columns(instrument))
    if readiness_file(folder) is None:
        wanted[folder / READINESS_FILES[0]] = readiness_template(readiness_instrument(project))
    present = own_case_files(folder)
    for name, codebook in codebooks.items():
        if name not in present and not has_profile(folder):
            wanted[folder / f"{name}.csv"] = template(codebook.names)
    for name, codebook in follow_up.items():
        if follow_up_file(folder, name) is None:
            wanted[folder / f"{name}.csv"] = template(codebook.names)
    new = {path: text for path, text in wanted.items() if not path.exists()}
    for path, text in new.items():
        write_whole(path, text)
    close_to_others(folder)
    return folder, list(new)


def close_to_others(folder: Path) -> None:
    """Let only its owner read a folder where raw answers will lie, where the system can do that.

    A folder that another owns, on a shared disk, stays as its owner has it.
    """
    with suppress(PermissionError):
        folder.chmod(_OWNER_ONLY)


def template(columns: Sequence[str]) -> str:
    """Return a header as a CSV text that a Swedish Excel opens in columns."""
    return BYTE_ORDER_MARK + ";".join(columns) + "\n"


def introduction_template(municipality: Municipality, pages: Environment) -> str:
    """Return an `inforande.yml` where everything but the code is a comment to fill in."""
    return pages.get_template(f"{INTRODUCTION}.j2").render(municipality=municipality)


def final_report_template(municipality: Municipality, pages: Environment) -> str:
    """Return a `slutrapport.yml` where everything but the code is a comment to fill in."""
    return pages.get_template(f"{FINAL_REPORT}.j2").render(municipality=municipality)


def guide(
    municipality: Municipality,
    instrument: Instrument,
    codebooks: Mapping[str, Codebook],
    follow_up: Mapping[str, Codebook],
    pages: Environment,
) -> str:
    """Return the Swedish guide: which files, which columns, what is allowed in each."""
    known = instrument.columns()
    columns = [name for name in template_columns(instrument) if name in known]
    return pages.get_template(f"{README}.j2").render(
        municipality=municipality,
        rows=[_guide_row(name, *known[name], instrument) for name in columns],
        records=[(each.title_sv, name, _codebook_rows(each)) for name, each in codebooks.items()],
        follow_up={
            group: [(name, *_follow_up_row(follow_up[name])) for name in names]
            for group, names in GROUPS.items()
        },
    )


def _pages(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )


def _codebook_rows(codebook: Codebook) -> list[GuideRow]:
    return [
        GuideRow(
            each.name,
            each.label_sv + (f" ({each.unit})" if each.unit else "") + MUST * each.required,
            allowed_values(each) or TYPE_NAMES[each.type],
        )
        for each in codebook.variables
    ]


def _follow_up_row(codebook: Codebook) -> tuple[str, str]:
    """Return what a row of a file is, and its columns with a star at those that must be filled."""
    columns = (f"`{each.name}`{'*' * each.required}" for each in codebook.variables)
    return f"{codebook.description_sv.split('. ')[0].rstrip('.')}", ", ".join(columns)


def _guide_row(column: str, item_id: str, area: str, instrument: Instrument) -> GuideRow:
    item = instrument.item(item_id)
    where = f" ({instrument.area_label(area)})" if item.per_area else ""
    codes = ", ".join(f"`{code}`" for code in item.answers_in(area))
    label = _question(item, instrument) + item.label_sv + where
    return GuideRow(column, label, codes or "fritext, inga personuppgifter")


def _question(item: Item, instrument: Instrument) -> str:
    """Return what a row is an answer to, since many rows can't be understood alone."""
    question = next(each for each in instrument.questions if each.id == item.question)
    return f"{question.label_sv}: " if len(question.item_ids) > 1 else ""
