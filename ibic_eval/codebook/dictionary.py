"""Printing codebooks as a data dictionary that a municipality's staff can read."""

from collections.abc import Iterable

from ibic_eval.codebook.variables import Codebook, Variable

INTRODUCTION = """# Datakatalog

Filerna i projektet, en tabell per filtyp och en rad per kolumn. Katalogen skrivs ut ur kodböckerna
i `data/codebooks/`: ändra där och skriv ut den på nytt, inte här.

Alla filer är CSV; egna filer får också vara Excel-filer (.xlsx), och i egna CSV-filer får
kolumnerna skiljas åt med komma, semikolon eller tabb. En tom cell betyder att värdet saknas.
"""
HEADER = "| Kolumn | Innehåll | Typ | Tillåtna värden | Måste fyllas i |\n|---|---|---|---|---|"
PSEUDONYM_RULE = (
    "1 till 32 tecken: bokstäverna A–Z, siffror, - och _, minst en siffra; inget personnummer"
)
TYPE_NAMES = {
    "text": "text",
    "kod": "kod",
    "heltal": "heltal",
    "tal": "tal med decimalpunkt",
    "datum": "datum (ÅÅÅÅ-MM-DD)",
    "beteckning": "beteckning",
}


def data_dictionary(codebooks: Iterable[Codebook]) -> str:
    """Write the codebooks as one Swedish Markdown document, a section a codebook."""
    return "\n".join([INTRODUCTION, *(_section(codebook) for codebook in codebooks)])


def allowed_values(variable: Variable) -> str:
    """Say in Swedish which values a variable may take, "" where anything goes."""
    if variable.type == "beteckning":
        return PSEUDONYM_RULE
    return _codes(variable) or _bounds(variable) or _pattern(variable)


def _section(codebook: Codebook) -> str:
    files = ", ".join(f"`{file}`" for file in codebook.files)
    key = " + ".join(f"`{name}`" for name in codebook.key)
    once = f"Varje kombination av {key} får stå högst en gång.\n" if key else ""
    rows = "\n".join(_row(variable) for variable in codebook.variables)
    head = f"## {codebook.title_sv}\n\n{codebook.description_sv}\n\nFil: {files}\n{once}"
    return f"{head}\n{HEADER}\n{rows}\n"


def _row(variable: Variable) -> str:
    unit = f" ({variable.unit})" if variable.unit else ""
    must = "ja, olika på varje rad" if variable.unique else "ja" if variable.required else "nej"
    cells = (
        f"`{variable.name}`",
        f"{variable.label_sv}{unit}",
        TYPE_NAMES[variable.type],
        allowed_values(variable) or "–",
        must,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _codes(variable: Variable) -> str:
    return "; ".join(f"`{code}` {label}" for code, label in variable.codes.items())


def _bounds(variable: Variable) -> str:
    if variable.min is not None and variable.max is not None:
        return f"{variable.min:.10g} till {variable.max:.10g}"
    if variable.min is not None:
        return f"minst {variable.min:.10g}"
    return f"högst {variable.max:.10g}" if variable.max is not None else ""


def _pattern(variable: Variable) -> str:
    return f"mönster `{variable.pattern}`" if variable.pattern else ""
