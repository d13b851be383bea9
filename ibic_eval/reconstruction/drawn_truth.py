"""The truth behind the fictional municipalities of the large demo, a row a municipality."""

from ibic_eval.reconstruction.case_truth import CaseTruth
from ibic_eval.reconstruction.drawn_settings import FOLLOWED_UP, Setting
from ibic_eval.reconstruction.introduction_truth import IntroductionTruth

# What each column of the file holds, in Swedish, for its sidecar.
COLUMNS = {
    "kommunkod": "kommunens kod",
    "fro": "fröet (--seed) som kommunen är dragen med",
    "utgava": "upplagan av programmets modell",
    "slag": "alla_kallor, luckor, mycket_liten, bara_arenden, bara_plan eller inget_inforande",
    "saknas": "det som en kommun med luckor saknar; jamforelse betyder att inget område är utan"
    " IBIC",
    "folkmangd": "invånare enligt registret över påhittade kommuner",
    "start_aldreomsorg": "första dagen med IBIC i äldreomsorgen; tom om IBIC inte har införts",
    "start_annan_sol": "första dagen med IBIC i annan verksamhet enligt SoL",
    "start_lss": "första dagen med IBIC i verksamhet enligt LSS",
    "uttag": "sista dagen i ärendena",
    "arenden": "antal utredningar i hela perioden",
    "personal": "antal som ska utbildas",
    "andel_utbildade": "andel av dem som gick hela utbildningen",
    "orsak": "vad som ändrade utredningarna: ibic, systembyte (samma dag) eller ingenting",
    "tidskvot_start": "dagar till beslut vid starten, som multipel av dem före; 1 är ingen effekt",
    "tidskvot_sist": "samma kvot efter inlärningen",
    "inlarning_manader": "månader tills kvoten har gått från den första till den sista",
    "timmar_mer": "timmar mer per utredning efter starten",
    "livsomraden_fore": "livsområden per utredning i medeltal före starten",
    "livsomraden_efter": "livsområden per utredning i medeltal efter starten",
    "delmal_fore": "andel av genomförandeplanernas mål som är nedbrutna i delmål före starten",
    "delmal_efter": "samma andel efter starten",
    "mal_natt": "sannolikheten att ett mål som följs upp har nåtts helt eller delvis",
    "fraga_nojd": "andel positiva svar på frågan om nöjdhet vid uppföljning",
    "granskning_mal": "andel granskade dokument som har mål, första veckan",
    "granskning_mal_sist": "samma andel sista veckan",
    "enighet": "kappa mellan två granskare",
    "enkat_kunskap": "andel av utförarnas personal som svarar i hög eller mycket hög grad om sin"
    " kunskap, i sista omgången",
    "enkat_tid": "andel av dem som svarar så om tiden",
}


def truth_row(
    setting: Setting, cases: CaseTruth, introduced: IntroductionTruth, seed: int, edition: int
) -> dict[str, str]:
    """Return a municipality's truth by column (COLUMNS), all text, "" for what it has none of."""
    values: dict[str, object] = {
        "kommunkod": setting.code,
        "fro": seed,
        "utgava": edition,
        "slag": setting.kind,
        "saknas": " ".join(setting.lacking),
        "folkmangd": setting.population,
        **{f"start_{area}": setting.starts.get(area, "") for area in _AREAS},
        "uttag": setting.extracted,
        "arenden": sum(area.cases for area in cases.areas.values()),
        **(_effects(cases) if setting.starts else {"orsak": "ingenting"}),
        "mal_natt": cases.reached if setting.starts else "",
        "fraga_nojd": cases.quality[3] if setting.starts else "",
        **(_introduction(introduced) if setting.kind in FOLLOWED_UP else {}),
    }
    return {name: _text(values.get(name, "")) for name in COLUMNS}


_AREAS = ("aldreomsorg", "annan_sol", "lss")


def _effects(cases: CaseTruth) -> dict[str, object]:
    return {
        "orsak": cases.cause,
        "tidskvot_start": cases.ratio_at_start,
        "tidskvot_sist": cases.ratio_at_last,
        "inlarning_manader": cases.falling_months,
        "timmar_mer": cases.extra_hours,
        "livsomraden_fore": cases.life_areas[0],
        "livsomraden_efter": cases.life_areas[1],
        "delmal_fore": cases.split[0],
        "delmal_efter": cases.split[1],
    }


def _introduction(introduced: IntroductionTruth) -> dict[str, object]:
    found: dict[str, object] = {}
    if introduced.training is not None:
        courses = introduced.training.courses
        count = sum(course.people for course in courses)
        found["personal"] = count
        found["andel_utbildade"] = sum(course.complete for course in courses) / count
    if introduced.reviews is not None:
        reviews = introduced.reviews
        found["granskning_mal"] = reviews.share("mal", 0)
        found["granskning_mal_sist"] = reviews.share("mal", reviews.weeks - 1)
        found["enighet"] = reviews.agreement["mal"]
    if introduced.staff is not None:
        staff, last = introduced.staff, len(introduced.staff.opened)
        found["enkat_kunskap"] = staff.share("kunskap", "utforare", last)
        found["enkat_tid"] = staff.share("tid", "utforare", last)
    return found


def _text(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)
