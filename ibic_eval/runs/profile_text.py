"""Writes a proposed mapping profile as YAML, with a comment wherever its reader must decide."""

import json
from collections.abc import Iterable, Iterator
from glob import escape

from ibic_eval.codebook.variables import Codebook
from ibic_eval.runs.profile_proposal import Proposal
from ibic_eval.sources.mapping_dates import shown_format
from ibic_eval.sources.mapping_profiles import CHOOSE
from ibic_eval.sources.mapping_tables import TableMapping, plain
from ibic_eval.sources.responses import is_harmless
from ibic_eval.tables.heading_matches import SURE
from ibic_eval.tables.sampled_columns import known_key
from ibic_eval.tables.table_proposals import ColumnProposal, TableProposal

UNKNOWN_SYSTEM = "okänt"


def profile_text(proposal: Proposal) -> str:
    """Return the profile as YAML that `read_profile` takes once every VÄLJ is replaced."""
    return "\n".join([*_head(proposal), *_tables(proposal)]) + "\n"


def _head(proposal: Proposal) -> Iterator[str]:
    yield "# Förslag från ibic-eval map. Rätta det som står som VÄLJ, se efter där det står osäker,"
    yield "# jämför några rader med systemet och kör sedan ibic-eval check."
    if proposal.base:
        yield f"utgar_fran: {proposal.system}"
    else:
        yield "titel: Kommunens uttag"
        yield f"system: {UNKNOWN_SYSTEM}  # skriv systemets namn"
    yield "verifierad: false  # true när någon har jämfört med systemet; lägg då till verifierad_av"
    yield "                   # (funktion, inte namn) och verifierad_datum"


def _tables(proposal: Proposal) -> Iterator[str]:
    yield "tabeller:"
    found = {table.table: table for table in proposal.tables}
    for name, codebook in proposal.codebooks.items():
        mapping = proposal.base.tables.get(name) if proposal.base else None
        if name in found:
            yield from _table(found[name], codebook, mapping)
        elif mapping:
            yield f"  {name}: null  # ingen av filerna"


def _table(table: TableProposal, codebook: Codebook, mapping: TableMapping | None) -> Iterator[str]:
    yield f"  {table.table}:"
    yield f"    filer: {_list(map(escape, table.files))}"
    shown = [_quoted(each) for each in table.unused if is_harmless(each)]
    if shown:
        yield f"    # Rubriker som inte används: {', '.join(shown)}"
    yield "    kolumner:"
    here = [column for column in table.columns if not column.beside]
    yield from _headings(here, codebook, mapping, "      ")
    yield from _second_file(table, codebook, mapping)
    yield from _days(table, codebook)
    yield from _decimal(table)
    yield from _codes(table, codebook, mapping)


def _headings(
    columns: list[ColumnProposal], codebook: Codebook, mapping: TableMapping | None, indent: str
) -> Iterator[str]:
    inherited = mapping.columns if mapping else {}
    for column in columns:
        variable = codebook.variable(column.ours)
        if column.heading:
            yield f"{indent}{column.ours}: {_quoted(column.heading)}{_remark(column)}"
        elif variable.required:
            yield f"{indent}{column.ours}: {CHOOSE}  # rubriken för: {variable.label_sv}"
        elif column.ours in inherited:
            yield f"{indent}{column.ours}: null  # hittades inte: {variable.label_sv}"
        else:
            yield f"{indent}# {column.ours}:  # hittades inte: {variable.label_sv}"


def _remark(column: ColumnProposal) -> str:
    if column.certainty == SURE:
        return ""
    return f"  # {column.certainty}{f': {column.doubt}' if column.doubt else ''}"


def _second_file(
    table: TableProposal, codebook: Codebook, mapping: TableMapping | None
) -> Iterator[str]:
    if table.joined:
        yield "    koppla:"
        yield f"      filer: {_list(map(escape, table.beside))}"
        yield f"      nyckel: {_quoted(table.joined.key)}"
        yield f"      nyckel_dar: {_quoted(table.joined.key_there)}"
        yield "      kolumner:"
        beside = [column for column in table.columns if column.beside]
        yield from _headings(beside, codebook, None, "        ")
    elif mapping and mapping.joined:
        yield "    koppla: null  # ingen av filerna"


def _days(table: TableProposal, codebook: Codebook) -> Iterator[str]:
    """State the form that the most columns of days are in, and the others' own."""
    days = [
        column
        for column in table.columns
        if column.heading and codebook.variable(column.ours).type == "datum"
    ]
    telling = [column for column in days if not column.doubt] or days
    if not telling:
        return
    forms = [column.form for column in telling]
    common = max(sorted(set(forms)), key=forms.count)
    yield f"    datum: {common}{day_remark(telling[forms.index(common)])}"
    others = [column for column in telling if column.form != common]
    if others:
        yield "    datum_per_kolumn:"
    for column in others:
        yield f"      {column.ours}: {column.form}{day_remark(column)}"


def day_remark(column: ColumnProposal) -> str:
    """Return the comment on a form of days that the sample doesn't settle, "" where it does."""
    if len(column.forms) > 1:
        return f"  # osäker: dagarna kan vara {' eller '.join(map(shown_format, column.forms))}"
    if not column.forms:
        return "  # inget vanligt sätt att skriva datum passar; till exempel ÅÅÅÅ-MM-DD"
    if column.fit < 1:
        return f"  # osäker: passar {int(100 * column.fit)} % av dagarna"
    return ""


def _decimal(table: TableProposal) -> Iterator[str]:
    if table.decimal == CHOOSE:
        yield f'    decimaltecken: {CHOOSE}  # osäker: skriv "," eller "."'
    elif table.decimal:
        yield f'    decimaltecken: "{table.decimal}"'


def _codes(table: TableProposal, codebook: Codebook, mapping: TableMapping | None) -> Iterator[str]:
    new = {column.ours: dict(_new_codes(column, mapping)) for column in table.columns}
    if any(new.values()) or any(column.codes.rare for column in table.columns):
        yield "    koder:"
    for column in table.columns:
        if column.codes.rare:
            yield (
                f"      # {column.ours}: {column.codes.rare} ovanliga värden visas inte; "
                "ibic-eval check säger vilka rader"
            )
        if new[column.ours]:
            yield f"      {column.ours}:"
        for theirs, ours in new[column.ours].items():
            remark = f"  # {', '.join(codebook.variable(column.ours).codes)}"
            code = f"{CHOOSE}{remark}" if ours == CHOOSE else _quoted(ours)
            yield f"        {_quoted(theirs)}: {code}"


def _new_codes(column: ColumnProposal, mapping: TableMapping | None) -> Iterator[tuple[str, str]]:
    """Yield the codes that the system's own profile doesn't have already."""
    stated = mapping.codes.get(column.ours, {}) if mapping else {}
    inherited = {plain(theirs): ours for theirs, ours in stated.items()}
    for theirs, ours in column.codes.codes.items():
        if not known_key(theirs, inherited):
            yield theirs, ours


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
