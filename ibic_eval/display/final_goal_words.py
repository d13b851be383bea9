"""The words for what a goal is about, why it has its status, how sure that is, and the cause."""

from collections.abc import Mapping

# Also where nothing has been sorted
ABOUT: Mapping[str, str] = {
    "anvandning": "Användningen",
    "process": "Arbetet",
    "utfall": "Den enskilde",
    "": "Inte sagt",
}
CAUSES: Mapping[str, str] = {
    "trolig": "Troligen",
    "forenligt": "Förenligt med det",
    "kan_inte_avgoras": "Kan inte avgöras",
    "": "–",
}
CAUSE_REASONS: Mapping[str, str] = {
    "ren": "inget annat känt sammanföll",
    "osaker": "något annat ändrades nära införandet, eller så är det inte känt vad som ändrades",
    "sammanblandad": "något annat infördes samtidigt, och det går inte att skilja dem åt",
    "trend": "månadsserien, som räknar med utvecklingen före, visar inte samma ändring",
    "ingen_jamforelse": "det finns ingen jämförelse med tiden före eller med andra",
}
RULES: Mapping[str, str] = {
    "alla_for": "Huvudmåttet når målet.",
    "blandat": "Huvudmåttet når målet i en del men inte i en annan.",
    "inget_for": "Huvudmåttet når inte målet.",
    "ingen_andring": "Huvudmåttet är detsamma som före, inom gränsen för vad som räknas som lika.",
    "bara_oavgjort": "Huvudmåttet räcker inte för att avgöra.",
    "for_osakert": "Huvudmåttet säger något, men för osäkert för att avgöra.",
    "slag_saknas": "Det står inte vad målet gäller: användningen, arbetet eller den enskilde.",
    "inget_huvudmatt": "Inget huvudmått är valt i förväg.",
    "huvudmatt_utan_resultat": "Huvudmåttet har inget resultat i underlaget.",
    "bara_bedomningar": "Det finns bara bedömningar, inga mätningar.",
    "underlag_saknas": "Underlag saknas.",
    "inte_kopplat": "Målet är inte kopplat till något mått.",
}
DOUBTS: Mapping[str, str] = {
    "utan_kontroll": "det finns inget att jämföra med som visar vad som hade hänt ändå",
    "egna_uppgifter": "de som mäter är de som det gäller",
    "bedomning": "det är en bedömning, inte en mätning (två steg)",
    "fa": "det är få bakom resultatet",
    "reservation": "kapitlet har en reservation",
    "bortfall": "det som inte är uppföljt kan ändra svaret",
    "motsagelse": "ett annat resultat om samma sak säger emot",
}
