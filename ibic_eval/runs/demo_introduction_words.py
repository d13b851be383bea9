"""What the fictional municipalities' READMEs say of their introductions, taken from the truth."""

import textwrap
from collections.abc import Iterator

from ibic_eval.reconstruction.introduction_files import introduction_files
from ibic_eval.reconstruction.introduction_municipalities import INTRODUCTIONS, SEED
from ibic_eval.reconstruction.introduction_truth import (
    WEEK,
    IntroductionTruth,
    ReviewTruth,
    StaffTruth,
    TrainingTruth,
)

WIDTH = 100
PLAN_FILE, REPORT_FILE, REGISTER_FILE = "project.yml", "slutrapport.yml", "faststallt.csv"
MODELS = (
    " Införandets modell står i `introduction_truth.py` bredvid och dess tal i"
    " `introduction_municipalities.py` och `introduction_demo.py`. Planen, `project.yml`, är"
    " skriven för hand och byggs inte om."
)
FILES = {
    PLAN_FILE: "projektplanen, skriven för hand",
    "utbildning.csv": "vem som gick vilken utbildning",
    "bemanning.csv": "hur många som skulle utbildas",
    "kursutvardering.csv": "vad deltagarna tyckte om utbildningen",
    "moten.csv": "möten i projektets grupper",
    "granskningar.csv": "granskade utredningar, planer och uppföljningar",
    "granskningsunderlag.csv": "hur många nya dokument som fanns att granska",
    "aktivitetslage.csv": "läget för planens aktiviteter",
    "kostnader.csv": "bokförda kostnader",
    "risklage.csv": "hur planens risker bedömdes på nytt",
    "indikatorer.csv": "mätningar av planens indikatorer",
    "medarbetarenkat.csv": "enkäten till medarbetare",
    "medarbetarenkat_utskick.csv": "hur många som fick enkäten",
    "kommentarer.csv": "kommentarer i fritext, alla påhittade",
    "kodning.csv": "två kodares teman för kommentarerna",
    REPORT_FILE: "det som slutrapporten behöver utöver utfallet, skrivet för hand",
    REGISTER_FILE: "dagarna då målnivåer och huvudmått sattes, skrivna för hand",
}
_BY_HAND = {"9001": {PLAN_FILE, REPORT_FILE, REGISTER_FILE}}
_SHOWS = {
    "9001": (
        "Kommunen har följt upp införandet med alla filer, och allt gick inte bra. Två aktiviteter"
        " blev tre till fem månader sena, en ställdes in och en har ingen rapporterat. Utbildarna"
        " kostade mer än budgeten och ombudens tid mindre, en kostnad fanns inte i budgeten och"
        " utvärderingen är inte bokförd. En risk blev verklighet, en ökade, en minskade och en"
        " bedömdes aldrig på nytt. I planen finns med flit ett räknefel, timmarna för ombud i"
        " lokala projektgrupper."
    ),
    "9002": (
        "Kommunen har en plan med mål, målnivåer och budget men har bara antecknat vilka möten som"
        " hölls. Rapporten ska säga vilket underlag som saknas, inte gissa."
    ),
    "9003": (
        "Utbildningen är genomförd och granskningarna ligger stilla under alla veckor, utan någon"
        " förändring att hitta. Budgeten överskreds lite."
    ),
}
_ROUND_WORDS = ("första omgången", "andra omgången")


def file_lines(code: str) -> str:
    """Return the lines of a README that name the files of the introduction."""
    if code not in INTRODUCTIONS:
        return ""
    drawn = {f"{name}.csv" for name in introduction_files(INTRODUCTIONS[code], SEED)}
    found = drawn | _BY_HAND.get(code, {PLAN_FILE})
    return "".join(f"- `{name}`: {what}\n" for name, what in FILES.items() if name in found)


def models_sentence(code: str) -> str:
    """Return the README's sentences on where the introduction's model stands."""
    return MODELS if code in INTRODUCTIONS else ""


def introduction_section(code: str) -> str:
    """Return the README's section on the introduction, "" where there is none."""
    if code not in INTRODUCTIONS:
        return ""
    shows = textwrap.fill(_SHOWS[code], WIDTH)
    rows = "".join(f"| {what} | {value} |\n" for what, value in truth_rows(INTRODUCTIONS[code]))
    return (
        f"## Det som är inlagt om införandet\n\n{shows}\n\n"
        f"| vad | sant värde |\n|---|---|\n{rows}\n"
    )


def truth_rows(truth: IntroductionTruth) -> Iterator[tuple[str, str]]:
    """Yield what is planted in an introduction, and the true value, as a README tells it."""
    planned = sum(len(group.days) for group in truth.meetings)
    held = sum(group.held for group in truth.meetings)
    yield "hållna möten", f"{held} av {planned}, {_percent(held / planned)}"
    if truth.training is not None:
        yield from _training(truth.training)
    if truth.reviews is not None:
        yield from _reviews(truth.reviews)
    if truth.staff is not None:
        yield from _staff(truth.staff)
    if truth.comments is not None:
        count, kappa = truth.comments.comments, _number(truth.comments.kappa)
        yield "kommentarer", f"{count}; två kodare, kappa {kappa} för varje tema"
    if truth.ledger.spent:
        spent = sum(truth.ledger.spent.values()) + sum(truth.ledger.outside.values())
        yield "bokförda kostnader", f"{spent:,.0f} kr".replace(",", " ")


def _training(truth: TrainingTruth) -> Iterator[tuple[str, str]]:
    for course in truth.courses:
        whole = _percent(course.complete / course.people)
        partly = f"; {course.partly} till gick en del" if course.partly else ""
        whole = f"{course.complete} av {course.people}, {whole}{partly}"
        yield f"hela utbildningen, `{course.id}`", whole
    for question, share in truth.high.items():
        yield f"kursutvärdering, hög eller mycket hög grad, `{question}`", _percent(share)


def _reviews(truth: ReviewTruth) -> Iterator[tuple[str, str]]:
    last = truth.first + (truth.weeks - 1) * WEEK
    yield "granskade veckor", f"{truth.weeks}, från {truth.first} till veckan från {last}"
    if truth.all_weeks:
        yield "alla nya utredningar och planer granskade", f"de första {truth.all_weeks} veckorna"
    yield "veckans stickprov", f"{truth.sample[0]}–{truth.sample[1]} dokument"
    for criterion, share in truth.met.items():
        yield f"uppfyllt, `{criterion}`", _percent(share) + _shift(truth, criterion)
    if truth.special is not None:
        week, name, low = truth.special
        value = f"`{name}` {_percent(low)} veckan från {truth.first + week * WEEK}"
        yield "en vecka med särskild orsak", value
    yield "dubbelgranskade dokument", _percent(truth.twice)
    for kappa in sorted(set(truth.agreement.values()), reverse=True):
        names = ", ".join(f"`{name}`" for name, each in truth.agreement.items() if each == kappa)
        yield f"kappa mellan granskare, {names}", _number(kappa)


def _shift(truth: ReviewTruth, criterion: str) -> str:
    if criterion not in truth.shifts:
        return ""
    week, share = truth.shifts[criterion]
    return f"; {_percent(share)} från veckan {truth.first + week * WEEK}"


def _staff(truth: StaffTruth) -> Iterator[tuple[str, str]]:
    for number, counts in enumerate(zip(*truth.asked.values(), strict=True)):
        yield f"fick enkäten till medarbetare, {_ROUND_WORDS[number]}", str(sum(counts))
    for question, share in truth.high.items():
        yield f"enkäten, hög eller mycket hög grad, `{question}`", _percent(share)
    for role, own in truth.by_role.items():
        for question, shares in own.items():
            values = ", ".join(
                f"{_percent(share)} {word}"
                for share, word in zip(shares, _ROUND_WORDS, strict=False)
            )
            yield f"enkäten, `{question}`, bara `{role}`", values


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
