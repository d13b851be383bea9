"""The project plan's keys, printed for the staff that fills them in: a guide and a file to edit."""

from collections.abc import Iterator
from dataclasses import dataclass

from ibic_eval.codebook.project_fields import Spec, specs
from ibic_eval.codebook.project_plan import ProjectPlan

INTRODUCTION = """# Projektplanen som data

`project.yml` i kommunens mapp (till exempel `data/municipalities/1489-alingsas/project.yml`) säger
vad projektplanen säger: mål, utbildning, aktiviteter, budget, risker och så vidare. Det som sedan
hände hör inte hit. Kapitlen om införandet och slutrapporten jämför utfallet med planen genom
beteckningarna (`id`), så ändra inte en beteckning som har börjat användas.

Så skriver ni:

- Skriv bara det som planen säger. Ett avsnitt som planen saknar lämnas bort.
- Skriv roller, aldrig namn på personer, e-postadresser eller telefonnummer.
- Det som planen inte vet skrivs `{okant: "XX"}`, med planens egna ord inom citattecknen, eller
  `{okant: ""}` där planen har lämnat tomt. Det räknas aldrig som 0.
- Ett ungefärligt tal skrivs `{ca: 750}`, och med planens ord `{ca: 750, skrivet: "ca. 750"}`.
- En tid skrivs så noga som planen gör: `2023-02-15`, `2023-02`, `2023-vt` (januari till juni),
  `2023-ht` (juli till december), `2023`, `2023-12/2024-01` (från och till) eller `2024-02/` (tills
  vidare). Vill ni behålla planens ord: `{datum: 2023-vt, skrivet: "Våren 2023"}`.
- `kalla` börjar med dokumentets `id` och säger sedan var det står: `"plan, s. 18, tabell 4"`.
- Text som innehåller kolon eller börjar med ett skiljetecken måste stå inom citattecken.

Varje summa som planen anger räknas om ur de delar som den själv anger. Skillnader, och ställen som
säger emot varandra (avsnittet `iakttagelser`), visas i rapporten med båda uppgifterna och källan.

Listan skrivs ut ur programmet: ändra inte här.
"""
HEADER = "| Nyckel | Innehåll | Värde | Måste fyllas i |\n|---|---|---|---|"


@dataclass(frozen=True)
class GuideSection:
    """A section of the plan's file: its key, what it is for, and its keys as lines to fill in."""

    key: str
    help_sv: str
    lines: tuple[str, ...]


def project_plan_guide() -> str:
    """Write the keys of `project.yml` as one Swedish Markdown document, a section a section."""
    return "\n".join([INTRODUCTION, *(_described(spec) for _, spec in specs(ProjectPlan))])


def guide_sections(left_out: tuple[str, ...]) -> Iterator[GuideSection]:
    """Yield the sections of an empty plan, but for those left out, each key with a comment."""
    for _, spec in specs(ProjectPlan):
        if spec.key not in left_out and spec.kind.part is not None:
            yield GuideSection(spec.key, spec.help_sv, tuple(_lines(spec, "")))


def _described(spec: Spec) -> str:
    if spec.kind.part is None:
        return f"## `{spec.key}`\n\n{_sentence(spec.help_sv)} Måste fyllas i.\n"
    rows = "\n".join(_rows(spec.kind.part, ""))
    form = "En lista med poster." if spec.kind.shape == "entries" else "En uppsättning nycklar."
    return f"## `{spec.key}`\n\n{spec.help_sv} {form}\n\n{HEADER}\n{rows}\n"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}."


def _rows(entry: type, above: str) -> Iterator[str]:
    for _, spec in specs(entry):
        must = "ja" if spec.required else "nej"
        cells = (f"`{above}{spec.key}`", spec.help_sv, spec.kind.name_sv, must)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        if spec.kind.part is not None:
            yield from _rows(spec.kind.part, f"{above}{spec.key} → ")


def _comment(spec: Spec) -> str:
    """Explain a key in a few words, with its codes where it has some."""
    codes = f": {spec.kind.name_sv.replace('`', '')}" if " / " in spec.kind.name_sv else ""
    return f"{spec.help_sv.partition(';')[0]}{codes}"


def _lines(spec: Spec, indent: str) -> Iterator[str]:
    """Yield the lines of a key: itself, and below it the keys of the entry it holds."""
    must = " (måste fyllas i)" if spec.required else ""
    if spec.kind.part is None:
        blank = f" {spec.kind.blank}" if spec.kind.blank else ""
        yield f"{indent}{spec.key}:{blank}  # {_comment(spec)}{must}"
        return
    yield f"{indent}{spec.key}:"
    inside = [line for _, each in specs(spec.kind.part) for line in _lines(each, "")]
    lead = ("- ", "  ") if spec.kind.shape == "entries" else ("", "")
    for number, line in enumerate(inside):
        yield f"{indent}  {lead[min(number, 1)]}{line}"
