"""A municipality's own folder: finding its files, and creating it with templates."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ibic_eval.codebook.instrument import Instrument, Item, load_instrument
from ibic_eval.errors import InputError
from ibic_eval.runs.files import write_whole
from ibic_eval.runs.project import Project
from ibic_eval.sources.municipalities import Municipality
from ibic_eval.tables.templates import template_columns

ANSWERS = "kommunenkat"
ANSWER_FILES = (f"{ANSWERS}.csv", f"{ANSWERS}.xlsx")
README = "README.md"
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


def create_own_folder(project: Project, municipality: Municipality) -> tuple[Path, list[Path]]:
    """Create a municipality's folder with a template and a guide; what exists is left as it is.

    Returns the folder and the files that were written. Raises OutputError.
    """
    named = f"{municipality.code}-{municipality.slug}"
    folder = project.own_folder(municipality.code) or project.municipalities / named
    instrument = load_instrument(project.survey / "instrument.yml")
    wanted = {folder / README: guide(municipality, instrument, project.templates / "kommun")}
    if own_answers_file(project, municipality.code) is None:
        wanted[folder / f"{ANSWERS}.csv"] = template(instrument)
    new = {path: text for path, text in wanted.items() if not path.exists()}
    for path, text in new.items():
        write_whole(path, text)
    return folder, list(new)


def template(instrument: Instrument) -> str:
    """Return the export format's header as a CSV text that a Swedish Excel opens in columns."""
    return BYTE_ORDER_MARK + ";".join(template_columns(instrument)) + "\n"


def guide(municipality: Municipality, instrument: Instrument, template: Path) -> str:
    """Return the Swedish guide: which file, which columns, what is allowed in each."""
    environment = Environment(
        loader=FileSystemLoader(template),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    known = instrument.columns()
    columns = [name for name in template_columns(instrument) if name in known]
    rows = [_guide_row(name, *known[name], instrument) for name in columns]
    page = environment.get_template(f"{README}.j2")
    return page.render(municipality=municipality, rows=rows)


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
