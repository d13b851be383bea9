"""What the fictional municipality's staff write in their own words, with the themes of each.

All of it is made up. `[a|b]` is written one way the first time a text is used, the other the next.
"""

# One text a line, however long, so that the list can be read.
# ruff: noqa: E501

import re
from dataclasses import dataclass

_CHOICE = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


@dataclass(frozen=True)
class CommentText:
    """A comment, its themes (none for `inget_tema`), and what of it may be quoted."""

    text: str
    themes: tuple[str, ...]
    quote: str = ""

    def written(self, time: int) -> str:
        """Return the text as it is written the `time`th time, from 0."""
        return _CHOICE.sub(lambda match: match[1 + time % 2], self.text)


_STRUCTURE, _NEEDS, _PART = "struktur", "individens_behov", "delaktighet"
_GOALS, _SAFE, _TOGETHER = "mal_uppfoljning", "rattssakerhet", "samarbete"
_QUALITY, _TIME, _LANGUAGE = "kvalitet", "tid_arbetsborda", "svart_sprak"
_SYSTEM, _PROVIDERS, _STIFF = "systemstod", "utforarled", "passar_inte"
_PRACTICE, _NO_USE, _MEANS = "svar_i_praktiken", "utebliven_nytta", "resurser_ledning"

TEXTS: tuple[CommentText, ...] = (
    CommentText("Utredningarna [har fått|får] en tydlig röd tråd. Man hittar direkt det man letar efter.", (_STRUCTURE,), "Utredningarna har fått en tydlig röd tråd."),
    CommentText("Livsområdena gör att [jag inte glömmer|vi inte missar] något i samtalet.", (_STRUCTURE,), "Livsområdena gör att vi inte missar något i samtalet."),
    CommentText("Lättare att läsa andras utredningar nu när allt står på samma ställe[| varje gång].", (_STRUCTURE,)),
    CommentText("Bra överblick. [Förr|Tidigare] var det mest löpande text.", (_STRUCTURE,)),
    CommentText("Vi börjar i behovet [i stället för|och inte i] insatsen. Det märks i samtalen.", (_NEEDS,), "Vi börjar i behovet i stället för i insatsen."),
    CommentText("Man ser mer av hela människan och vad hon klarar själv[| ibland mer än man trodde].", (_NEEDS,)),
    CommentText("[Äntligen|Skönt att] fokus på vad personen behöver, inte på vad vi råkar ha att erbjuda.", (_NEEDS,), "Äntligen fokus på vad personen behöver."),
    CommentText("Stödet blir mer olika för olika personer, [som det ska vara|vilket är meningen].", (_NEEDS,)),
    CommentText("Den enskilde får säga vad som är viktigt och [det skrivs ner med egna ord|orden står kvar i utredningen].", (_PART,), "Den enskilde får säga vad som är viktigt, och det skrivs ner."),
    CommentText("Fler vill vara med och sätta sina mål. [Det hände sällan förut.|Så var det inte förr.]", (_PART, _GOALS)),
    CommentText("Anhöriga [säger att de|verkar] förstår bättre vad vi har kommit fram till.", (_PART,)),
    CommentText("Jag frågar mer och berättar mindre. [Samtalet blir deras.|Det är deras samtal.]", (_PART,)),
    CommentText("Målen är [konkreta|tydliga] nu, så det går att se om de har nåtts.", (_GOALS,), "Målen är konkreta, så det går att se om de har nåtts."),
    CommentText("Uppföljningen har fått ett syfte. [Vi pratar om hur det gick.|Vi frågar hur det gick och inte bara om allt är bra.]", (_GOALS,)),
    CommentText("Med delmål [syns|märks] även små framsteg.", (_GOALS,)),
    CommentText("Vi följer upp oftare, [och|men framför allt] mer målinriktat.", (_GOALS,)),
    CommentText("Två handläggare bedömer mer lika än [förr|tidigare].", (_SAFE,), "Två handläggare bedömer mer lika än tidigare."),
    CommentText("Beslutet går att förklara. Underlaget [håller|är bättre] om någon överklagar.", (_SAFE,)),
    CommentText("Skalan gör [bedömningarna|det] mindre beroende av vem som råkar få ärendet.", (_SAFE,)),
    CommentText("Vi pratar samma språk som handläggarna nu[|, det gjorde vi inte innan].", (_TOGETHER,), "Vi pratar samma språk som handläggarna nu."),
    CommentText("Uppdraget är lättare att [förstå|ta emot], vi behöver sällan ringa och fråga.", (_TOGETHER,)),
    CommentText("[Bättre dialog|Mer kontakt] mellan oss och handläggarna sedan ombuden började träffas.", (_TOGETHER,)),
    CommentText("Gemensamma ord gör överlämningen smidigare, [fast|även om] det tog tid att lära sig dem.", (_TOGETHER, _LANGUAGE)),
    CommentText("Det har blivit [bättre|högre kvalitet] på det hela taget.", (_QUALITY,)),
    CommentText("Utredningarna tar [mycket längre|dubbelt så lång] tid. Kön växer.", (_TIME,), "Utredningarna tar mycket längre tid."),
    CommentText("Vi hinner inte. [Allt ska skrivas och ingen tid har lagts till.|Samma bemanning men mer att skriva.]", (_TIME,)),
    CommentText("Dubbelt arbete, först i [anteckningarna|blocket] och sedan i planen.", (_TIME,)),
    CommentText("Jag tar med mig planerna hem i huvudet. [För mycket att skriva på för kort tid.|Det är för mycket skrivande.]", (_TIME,)),
    CommentText("Genomförandeplanerna blir liggande för att vi aldrig får [sitta ner|en lugn stund].", (_TIME,)),
    CommentText("Tanken är god men det saknas tid [i schemat|på kvällar och helger].", (_TIME,), "Tanken är god men det saknas tid i schemat."),
    CommentText("Mer tid vid datorn, mindre tid hos [den det gäller|människor].", (_TIME,)),
    CommentText("Hinner knappt läsa utredningen innan första besöket[|, än mindre skriva en plan].", (_TIME,)),
    CommentText("Svåra ord. [Funktionstillstånd, vem säger så?|Ingen säger funktionstillstånd.]", (_LANGUAGE,), "Svåra ord. Ingen säger funktionstillstånd."),
    CommentText("Jag [blandar ihop|ser inte skillnad på] stödjande och kompenserande, fortfarande.", (_LANGUAGE,)),
    CommentText("Språket är svårt för oss som har svenska som [andra språk|nytt språk].", (_LANGUAGE,)),
    CommentText("Många begrepp att lära sig på [en gång|kort tid].", (_LANGUAGE,)),
    CommentText("Var ska hygien stå, och var ska [måltider|maten] stå? Jag gissar.", (_LANGUAGE,)),
    CommentText("Mallen i systemet [låser sig|hoppar] och målen följer inte med till planen.", (_SYSTEM,)),
    CommentText("Vi klipper och klistrar för att systemet inte [hänger ihop|för över målen].", (_SYSTEM, _TIME)),
    CommentText("Systemet var inte klart när vi började. [Då får man hitta på egna mallar.|Det blev egna mallar överallt.]", (_SYSTEM,), "Systemet var inte klart när vi började."),
    CommentText("Kommunens riktlinjer räknar fortfarande i minuter per insats[|, och då spelar behovet ingen roll].", (_SYSTEM,)),
    CommentText("Det går inte att få ut någon statistik ur [systemet|mallarna].", (_SYSTEM,)),
    CommentText("I hemtjänsten byts så många ut att [kunskapen försvinner|vi får börja om].", (_PROVIDERS,)),
    CommentText("Handläggarna kan det här. [Hos oss har bara ombudet hört talas om det.|Hos oss är det bara ombudet.]", (_PROVIDERS,)),
    CommentText("Nattpersonal och timanställda har [inte fått någon utbildning alls|aldrig fått gå utbildningen].", (_PROVIDERS, _MEANS)),
    CommentText("Utförarna läser [tiderna|timmarna], inte målen.", (_PROVIDERS,)),
    CommentText("För ett trygghetslarm är det [alldeles för mycket|för omfattande].", (_STIFF,), "För ett trygghetslarm är det för omfattande."),
    CommentText("Stelt. Samma sak ska skrivas på [tre|flera] ställen fast den bara behövs en gång.", (_STIFF,)),
    CommentText("Funkar inte i ärenden där [någon ska hem från sjukhuset i morgon|det är bråttom].", (_STIFF,)),
    CommentText("Bra i teorin. På golvet gör vi [ungefär som förut|som vi alltid har gjort].", (_PRACTICE,)),
    CommentText("Vi har kommit [halvvägs|en bit]. Alla vet hur det ska vara men inte hur man gör en vanlig tisdag.", (_PRACTICE,)),
    CommentText("Svårt att få [in det i vardagen|till det på riktigt] efter kursen.", (_PRACTICE,)),
    CommentText("Jag ser ingen skillnad för [den enskilde|dem vi är till för].", (_NO_USE,)),
    CommentText("Nya rubriker men [samma innehåll|uppföljningen är lika dålig].", (_NO_USE,)),
    CommentText("Det står och faller med chefen. [Hos oss frågar hon efter målen varje vecka.|Frågar chefen efter målen så blir det gjort.]", (_MEANS,)),
    CommentText("När projektledaren slutade [stannade|tappade] allt fart.", (_MEANS,)),
    CommentText("Ge ombuden tid, annars [är det bara en titel|blir det inget av det].", (_MEANS, _TIME), "Ge ombuden tid, annars blir det inget av det."),
    CommentText("Vi behöver handledning även [nästa år|när projektet är slut].", (_MEANS,)),
    CommentText("Fikat var gott men lokalen [var kall|hade dålig luft].", ()),
    CommentText("För tidigt att säga något[|, fråga igen om ett år].", ()),
    CommentText("[Tack för en bra dag!|Bra dag, tack!]", ()),
    CommentText("Inget att tillägga[|.]", ()),
)  # fmt: skip
