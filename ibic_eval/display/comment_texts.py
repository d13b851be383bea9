"""What the comments are, how sure the coding is, the quotes, and what stands where none is."""

from ibic_eval.display.comment_words import (
    EVERY,
    NOTHING,
    SHOWN,
    VERDICTS,
    Chapter,
    Context,
    alpha_span,
    alpha_text,
    by_theme,
    hidden_themes,
    missing_files,
    number_word,
    quoted,
    theme_names,
    unranked_themes,
)
from ibic_eval.display.exhibits import Gallery, Prose
from ibic_eval.display.numbers import integer, month_of
from ibic_eval.display.wording import enumeration

README = "surveys/kommentarer/README.md"


def lacks_sentences(context: Context) -> tuple[str, ...]:
    """Say why there is nothing to show, and which file to put where."""
    if context["few"] and not context["lacks"]:
        return (
            "Färre än fem kommentarer är kodade, och därför visas inget av dem.",
            f"Koda fler och lägg till dem i {context['folder']}/kodning.csv.",
        )
    names = missing_files(context["lacks"])
    one = len(context["lacks"]) == 1
    return (
        f"{context['name']} saknar {'filen' if one else 'filerna'} {names}, så det finns inga "
        "kodade kommentarer att visa.",
        f"Lägg {'den' if one else 'dem'} i {context['folder']}; så gör ni står i {README}.",
    )


def basis(context: Context) -> Prose:
    """Tell how many comments were coded, by how many and when, and what they can't say."""
    if not context["available"]:
        return Prose(lacks_sentences(context), kind="saknas")
    invented = ("Alla kommentarer och koder är påhittade.",) if context["fictional"] else ()
    return Prose(
        (
            *invented,
            f"{integer(context['n_coded'])} kommentarer är kodade{_when(context)}. "
            f"{integer(context['n_double'])} av dem är kodade av minst två personer var för sig.",
            *_uncoded(context),
            "Det är inte känt hur många personer som har skrivit dem, och ingen fråga om temana "
            "har ställts. En andel av kommentarerna är därför inte en andel av personerna.",
        )
    )


def _when(context: Context) -> str:
    if "first" not in context:
        return ""
    first, last = month_of(context["first"]), month_of(context["last"])
    return f" från {first}" if first == last else f" från {first} till {last}"


def _uncoded(context: Context) -> tuple[str, ...]:
    left = context["n_comments"] - context["n_coded"]
    if not left:
        return ()
    return (f"{number_word(left, 'kommentar', 'kommentarer')} är inte kodade och är inte med.",)


def awaiting(context: Context, what: str) -> Prose:
    """Say what will stand in a section once comments are coded; `what` begins the sentence."""
    if context["available"]:
        return NOTHING
    return Prose((f"{what} visas här när minst fem kommentarer är kodade.",))


def agreement_sentences(chapter: Chapter) -> Prose:
    """Tell how far the coders agree in all, and which themes they agree too little on."""
    if not chapter.context["available"]:
        return NOTHING
    every = by_theme(chapter.agreement)[EVERY]
    if every["status"] != SHOWN:
        return Prose((f"Samstämmigheten går inte att räkna. {every['reason']}",), kind="ruta")
    told = (
        f"För kommentarens alla teman på en gång är alfa {alpha_text(every['alpha'])} (95 procents "
        f"konfidensintervall {alpha_span(every['ci_low'], every['ci_high'])}; "
        f"{integer(every['n'])} kommentarer), och samstämmigheten är "
        f"{VERDICTS[every['verdict']]}."
    )
    return Prose(tuple(filter(None, (told, _poor(chapter)))), kind="ruta")


def _poor(chapter: Chapter) -> str:
    names = theme_names(chapter)
    poor = [quoted(names[row["theme"]]) for row in unranked_themes(chapter) if row["some"]]
    if not poor:
        return ""
    return (
        f"Om {enumeration(poor)} är kodarna för lite överens, eller för lite mätta, för att temat "
        "ska kunna rangordnas. Prata om de kommentarerna, skärp definitionen och koda om temat."
    )


def few_sentence(chapter: Chapter) -> Prose:
    """Name the themes that have too few comments to be shown."""
    if not chapter.context["available"] or not (names := hidden_themes(chapter)):
        return NOTHING
    return Prose(
        (
            f"Talen är dolda för {enumeration(map(quoted, names))}, eftersom färre än fem "
            "kommentarer har temat enligt någon av reglerna.",
        )
    )


def quotes(chapter: Chapter) -> Gallery:
    """Show the quotes under their themes, and say why others are left out."""
    context = chapter.context
    if not context["available"]:
        return Gallery((awaiting(context, "Citat"),))
    names = theme_names(chapter)
    lines = tuple(
        f"{names[str(theme)]}: {' '.join(f'”{text}”' for text in part['quote'])}"
        for theme, part in chapter.quotes.groupby("theme", sort=False)
    )
    none = () if lines else (Prose(("Inget citat kan visas.",)),)
    return Gallery((*none, Prose(lines, as_list=True), _refused(context)))


def _refused(context: Context) -> Prose:
    reasons = context["quotes_refused"]
    if not reasons:
        return NOTHING
    told = enumeration(f"{reason} ({integer(count)})" for reason, count in reasons.items())
    return Prose(
        (
            f"Citat är utelämnade för att de verkar innehålla {told}. Skriv om dem i kolumnen "
            f"citat; reglerna står i {README}.",
        ),
        kind="ruta",
    )
