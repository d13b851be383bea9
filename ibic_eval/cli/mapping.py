"""`map`: a proposal of how an unknown export from a case system is read."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ibic_eval.cli.printing import shown_path
from ibic_eval.errors import InputError
from ibic_eval.runs.files import write_whole
from ibic_eval.runs.project import Project
from ibic_eval.sources.mapping_profiles import CHOOSE, OWN_PROFILE
from ibic_eval.sources.municipalities import Municipality, find_municipality, read_municipalities

if TYPE_CHECKING:
    from ibic_eval.runs.profile_proposal import Proposal
    from ibic_eval.tables.table_proposals import ColumnProposal, TableProposal


def map_command(
    names: Annotated[
        list[str], typer.Argument(metavar="FIL", help="Uttagets filer, CSV eller Excel.")
    ],
    municipality: Annotated[
        str,
        typer.Option(
            "--kommun",
            metavar="KOMMUN",
            help="Lägg profilen i kommunens mapp; annars skrivs den bara ut.",
            show_default=False,
        ),
    ] = "",
    system: Annotated[
        str,
        typer.Option(
            metavar="SYSTEM",
            help="Systemets profil att utgå från, till exempel combine.",
            show_default=False,
        ),
    ] = "",
    overwrite: Annotated[
        bool, typer.Option("--skriv-over", help="Ersätt en profil som redan finns.")
    ] = False,
) -> None:
    """Föreslå hur ett uttag ur verksamhetssystemet ska läsas."""
    # Here, so that the other commands need not wait for the libraries that read large files.
    from ibic_eval.runs.profile_proposal import propose_profile
    from ibic_eval.runs.profile_text import profile_text

    project, files = Project.find(), [Path(name) for name in names]
    path = _profile_path(project, municipality, overwrite) if municipality else None
    proposal = propose_profile(project, files, system)
    text = profile_text(proposal)
    for line in _report(proposal):
        typer.echo(line, err=path is None)
    if path is None:
        typer.echo(text, nl=False)
        return
    write_whole(path, text)
    for line in _next_steps(path, files, text, municipality):
        typer.echo(line)


def _profile_path(project: Project, text: str, overwrite: bool) -> Path:
    found = find_municipality(text, read_municipalities(*project.registers))
    path = _folder(project, found) / OWN_PROFILE
    if path.exists() and not overwrite:
        raise InputError(
            f"{shown_path(path)} finns redan och ändras inte; ange --skriv-over för att ersätta "
            "profilen, eller utelämna --kommun för att bara se förslaget."
        )
    return path


def _folder(project: Project, municipality: Municipality) -> Path:
    named = f"{municipality.code}-{municipality.slug}"
    return project.own_folder(municipality.code) or project.municipalities / named


def _report(proposal: "Proposal") -> Iterator[str]:
    if proposal.base:
        tried = "" if proposal.base.verified else ", som inte är prövad mot ett riktigt uttag"
        yield f"Förslaget utgår från profilen för {proposal.base.system}{tried}."
    else:
        yield "Rubrikerna stämmer inte med något av systemen som det finns en profil för."
    for name in proposal.unknown:
        yield (
            f"{name} liknar ingen av våra tabeller; hör den ihop med en annan fil genom en nyckel "
            "går det att skriva koppla i profilen."
        )
    for table in proposal.tables:
        yield ""
        yield f"{table.table}: {', '.join((*table.files, *table.beside))}"
        for column in table.columns:
            yield f"  {column.ours:<20} {_found(column, table, proposal)}"
    yield ""


def _found(column: "ColumnProposal", table: "TableProposal", proposal: "Proposal") -> str:
    from ibic_eval.runs.profile_text import day_remark

    variable = proposal.codebooks[table.table].variable(column.ours)
    if not column.heading:
        return f"saknas{', men måste finnas' * variable.required}: {variable.label_sv}"
    notes = [column.certainty, column.doubt]
    if variable.type == "datum":
        notes.append(column.form if column.form != CHOOSE else day_remark(column).strip(" #"))
    unknown = [theirs for theirs, ours in column.codes.codes.items() if ours == CHOOSE]
    if unknown:
        notes.append(f"okända koder: {', '.join(unknown)}")
    if column.codes.rare:
        notes.append(f"{column.codes.rare} ovanliga värden visas inte")
    return f"{column.heading} ({'; '.join(note for note in notes if note)})"


def _next_steps(path: Path, files: list[Path], text: str, municipality: str) -> Iterator[str]:
    left = sum(f": {CHOOSE}" in line for line in text.splitlines())
    yield f"Förslaget ligger i {shown_path(path)}."
    if left:
        lines = "1 rad" if left == 1 else f"{left} rader"
        yield f"{lines} i den står som {CHOOSE}: skriv det rätta där innan profilen används."
    elsewhere = [file.name for file in files if file.resolve().parent != path.resolve().parent]
    if elsewhere:
        yield f"Lägg {', '.join(elsewhere)} i samma mapp."
    yield f"Jämför några rader med systemet och kör sedan ibic-eval check {municipality}."
