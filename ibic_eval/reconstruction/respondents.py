"""Deal solved counts out to respondents, so that answers hang together within each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from ibic_eval.codebook.instrument import ALL_AREAS, Instrument, Item
from ibic_eval.reconstruction.cells import FOLLOW_UPS, HABIT_BOXES, HABIT_PATTERNS, HABITS
from ibic_eval.reconstruction.count_model import Cell
from ibic_eval.reconstruction.design import DESIGN
from ibic_eval.reconstruction.figures import IN_BETWEEN, NON_USERS
from ibic_eval.reconstruction.users import STEERING, Phases, Structure, belongs, item_classes

BLANK = ""
UNSURE = ("vet_inte", "inte_aktuellt")
# How many users say "same answers as for ..." and where: (areas that share answers, how many).
SHORTCUTS = (
    (("aldreomsorg", "annan_sol"), 6),
    (("aldreomsorg", "lss"), 6),
    (("aldreomsorg", "annan_sol", "lss"), 4),
)


@dataclass
class Respondent:
    """One who answered: class, phases by area, two traits and the answers dealt so far."""

    class_: str
    phases: Phases
    content: float
    unsure: float
    misrouted: bool = False
    shared: tuple[str, ...] = ()
    answers: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Unit:
    """A respondent's one answer to an item, for one area or for those that share answers."""

    respondent: Respondent
    areas: tuple[str, ...]
    class_: str


def deal_answers(
    instrument: Instrument, structure: Structure, counts: Mapping[Cell, int], seed: int
) -> list[Respondent]:
    """Return 164 respondents whose answers add up to the counts, the same for the same seed.

    Those who are content about one thing tend to be content about the others; those who are
    unsure about one thing likewise.
    """
    random = Random(seed)
    respondents = _draw_respondents(structure, instrument.area_codes, random)
    for respondent in respondents:
        _fill_given(respondent, instrument)
    _deal_habits(respondents, counts, random)
    for item in instrument.items:
        if any(cell[0] == item.id for cell in counts) and item.question != "q2":
            _deal_item(item, respondents, instrument.area_codes, counts, random)
    for respondent in respondents:
        _finish(respondent, instrument, random)
    return respondents


def _draw_respondents(
    structure: Structure, areas: tuple[str, ...], random: Random
) -> list[Respondent]:
    users = [
        Respondent("anvandare", phases, random.random(), random.random())
        for phases, number in sorted(structure.types.items())
        for _ in range(number)
    ]
    for shared, number in SHORTCUTS:
        same = [user for user in users if not user.shared and _same_phase(user, shared, areas)]
        for user in random.sample(same, min(number, len(same))):
            user.shared = shared
    others = [
        Respondent(class_, ("",) * len(areas), random.random(), random.random(), i < misrouted)
        for class_, number, misrouted in (
            (NON_USERS, DESIGN.non_users, DESIGN.misrouted_non_users),
            (IN_BETWEEN, DESIGN.in_between, DESIGN.misrouted_in_between),
        )
        for i in range(number)
    ]
    return users + others


def _same_phase(user: Respondent, shared: tuple[str, ...], areas: tuple[str, ...]) -> bool:
    phases = {user.phases[areas.index(area)] for area in shared}
    return len(phases) == 1 and phases != {""}


def _fill_given(respondent: Respondent, instrument: Instrument) -> None:
    """Write what the design gives: the boxes that steer the routing, areas and phases."""
    answers = respondent.answers
    answers[instrument.declined_item, ALL_AREAS] = "nej"
    if respondent.class_ != "anvandare":
        for box in STEERING:
            marked = respondent.misrouted and box == STEERING[0]
            answers[box, ALL_AREAS] = "ja" if marked else "nej"
        return
    for area, phase in zip(instrument.area_codes, respondent.phases, strict=True):
        answers[instrument.area_item, area] = "ja" if phase else "nej"
        if phase:
            answers[instrument.phase_item, area] = phase
    for earlier, area in zip(respondent.shared, respondent.shared[1:], strict=False):
        answers[instrument.same_as.item, area] = earlier


def _members(
    item: Item, area: str, class_: str, respondents: Iterable[Respondent], areas: tuple[str, ...]
) -> list[Respondent]:
    """Return those of a class who are asked an item in an area, as the count model has them."""
    if class_ in (NON_USERS, IN_BETWEEN):
        asked = [r for r in respondents if r.class_ == class_]
        return [r for r in asked if not r.misrouted] if item.branch == "anvander_inte" else asked
    users = (r for r in respondents if r.class_ == "anvandare")
    return [r for r in users if belongs(r.phases, area, class_, areas)]


def _deal_habits(respondents: list[Respondent], counts: Mapping[Cell, int], random: Random) -> None:
    """Give each a pattern of boxes in question 2; none at all where it was left blank."""
    for class_, members in _by_overall_class(respondents).items():
        patterns = [
            pattern
            for pattern in HABIT_PATTERNS
            for _ in range(counts[f"q2/{pattern}", ALL_AREAS, class_, "antal"])
        ]
        random.shuffle(members)
        for respondent, pattern in zip(members, patterns, strict=False):
            for box in HABIT_BOXES:
                ticked = box in HABIT_PATTERNS[pattern]
                respondent.answers[box, ALL_AREAS] = "ja" if ticked else "nej"


def _by_overall_class(respondents: list[Respondent]) -> dict[str, list[Respondent]]:
    by_class: dict[str, list[Respondent]] = {}
    for respondent in respondents:
        overall = respondent.class_
        if overall == "anvandare":
            overall = "etablerat" if "etablerat" in respondent.phases else "inlarning"
        by_class.setdefault(overall, []).append(respondent)
    return by_class


def _deal_item(
    item: Item,
    respondents: list[Respondent],
    areas: tuple[str, ...],
    counts: Mapping[Cell, int],
    random: Random,
) -> None:
    stock: dict[tuple[str, str], Counter[str]] = {}
    units: list[Unit] = []
    for area in item.areas:
        for class_ in item_classes(item):
            members = _members(item, area, class_, respondents, areas)
            asked = [r for r in members if _is_asked(r, item, area)]
            given = Counter({c: counts[item.id, area, class_, c] for c in item.answers})
            given[BLANK] = len(asked) - given.total()
            stock[area, class_] = given
            units += [_unit(r, item, area, class_) for r in asked]
    several = sorted({id(u.respondent): u for u in units if len(u.areas) > 1}.items())
    for unit in _in_order([u for _, u in several], respondents):
        _give(unit, item, _common_code(unit, stock, random), stock)
    for key in stock:
        alone = [u for u in units if len(u.areas) == 1 and (u.areas[0], u.class_) == key]
        _deal_alone(alone, item, stock, key, random)


def _in_order(units: list[Unit], respondents: list[Respondent]) -> list[Unit]:
    place = {id(respondent): i for i, respondent in enumerate(respondents)}
    return sorted(units, key=lambda unit: place[id(unit.respondent)])


def _is_asked(respondent: Respondent, item: Item, area: str) -> bool:
    if item.id in HABITS:
        return any(respondent.answers.get((b, ALL_AREAS)) == "ja" for b in ("q2_1", "q2_2", "q2_4"))
    if item.id in FOLLOW_UPS:
        parent, codes = FOLLOW_UPS[item.id]
        return respondent.answers.get((parent, area)) in codes
    return True


def _unit(respondent: Respondent, item: Item, area: str, class_: str) -> Unit:
    together = item.per_area and area in respondent.shared
    return Unit(respondent, respondent.shared if together else (area,), class_)


def _common_code(unit: Unit, stock: Mapping[tuple[str, str], Counter[str]], random: Random) -> str:
    """Draw a code that is left in every area that shares the answer."""
    codes = stock[unit.areas[0], unit.class_]
    left = {c: min(stock[area, unit.class_][c] for area in unit.areas) for c in codes}
    usable = [code for code, number in left.items() if number > 0]
    return random.choices(usable, [left[code] for code in usable])[0]


def _give(unit: Unit, item: Item, code: str, stock: Mapping[tuple[str, str], Counter[str]]) -> None:
    for area in unit.areas:
        stock[area, unit.class_][code] -= 1
        if code != BLANK:
            unit.respondent.answers[item.id, area] = code


def _deal_alone(
    units: list[Unit],
    item: Item,
    stock: Mapping[tuple[str, str], Counter[str]],
    key: tuple[str, str],
    random: Random,
) -> None:
    """Deal what is left: blanks at random, don't knows to the unsure, the rest by content."""
    left = stock[key]
    noise = {id(unit): (random.random(), random.random()) for unit in units}
    by_doubt = sorted(units, key=lambda u: u.respondent.unsure + noise[id(u)][0], reverse=True)
    unsure = [code for code in (*UNSURE, BLANK) for _ in range(left[code])]
    doubtful, rest = by_doubt[: len(unsure)], by_doubt[len(unsure) :]
    rest.sort(key=lambda u: u.respondent.content + noise[id(u)][1], reverse=True)
    sure = [c for c in item.answers if c not in UNSURE for _ in range(left[c])]
    for unit, code in zip(doubtful + rest, unsure + sure, strict=True):
        _give(unit, item, code, stock)


def _finish(respondent: Respondent, instrument: Instrument, random: Random) -> None:
    """Write what follows from the other answers: no box at all, life areas without support."""
    boxes = [item.id for item in instrument.items_of("q1") if item.answers]
    ticked = any(respondent.answers.get((box, ALL_AREAS)) == "ja" for box in boxes[:-1])
    respondent.answers[boxes[-1], ALL_AREAS] = "nej" if ticked else "ja"
    if respondent.answers.get(("q1a", ALL_AREAS)) == "nej":
        areas = [item.id for item in instrument.items_of("q1b")]
        missing = set(random.sample(areas, random.randint(1, 3)))
        for name in areas:
            respondent.answers[name, ALL_AREAS] = "ja" if name in missing else "nej"
