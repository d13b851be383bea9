"""The columns of a file with answers to the self-assessment of readiness."""

from ibic_eval.codebook.readiness_instrument import ReadinessInstrument
from ibic_eval.codebook.variables import Codebook, Variable

PERSON, ROLE, DATE, ROUND = "svarande", "roll", "datum", "omgang"
COMMENT = "kommentar"
IDENTITY = (PERSON, ROLE, DATE, ROUND)
FILES = ("data/municipalities/*/beredskap.csv", "data/municipalities/*/beredskap.xlsx")


def readiness_codebook(instrument: ReadinessInstrument) -> Codebook:
    """Return the codebook of the answers: who, in which round, and a column a statement."""
    answers = {each.code: each.label_sv.lower() for each in instrument.scale}
    roles = {code: label.lower() for code, label in instrument.roles.items()}
    statements = (
        _variable(each.id, "kod", each.label_sv, codes=answers) for each in instrument.statements
    )
    return Codebook(
        id=instrument.id,
        title_sv="Självskattning av beredskapen",
        description_sv=(
            "En rad per person och omgång. Påståendena, skalan och deras källor står i "
            "surveys/beredskap. Skriv varken namn eller personnummer: svarande är en beteckning "
            "som är densamma i alla omgångar. En tom cell betyder att personen inte har svarat. "
            "Kommentaren läses aldrig av programmet."
        ),
        files=FILES,
        key=(PERSON, ROUND),
        variables=(
            _variable(PERSON, "beteckning", "Den svarandes beteckning", required=True),
            _variable(ROLE, "kod", "Roll i införandet", codes=roles, required=True),
            _variable(DATE, "datum", "Dag då personen svarade", required=True),
            _variable(
                ROUND,
                "heltal",
                "Omgång: 1 första gången ni svarar, 2 andra gången och så vidare",
                required=True,
                pattern="[1-9][0-9]?",
                bounds=(1, 99),
            ),
            *statements,
            _variable(COMMENT, "text", "Egna anteckningar, inga personuppgifter"),
        ),
    )


def _variable(
    name: str,
    kind: str,
    label: str,
    *,
    codes: dict[str, str] | None = None,
    required: bool = False,
    pattern: str = "",
    bounds: tuple[float, float] | None = None,
) -> Variable:
    low, high = bounds or (None, None)
    return Variable(name, kind, label, "", codes or {}, pattern, low, high, required, False, ("",))
