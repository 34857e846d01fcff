"""
The words that say nothing of their own in a note, by language: another choice of them is another wording.

Everything else that a note says is a fact for `told_words.py`: names, numbers, days, promises, what was talked about.
The lists are short on purpose. A word that is missing makes a rewording fail; one too many would let it lie.
Spelling counts, capitals too; a sentence may begin with a capital.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Neutral:
    """The words of one language."""

    #: Hold sentences together; may come and go.
    binding: frozenset[str]
    #: Ideas, each with the words for it: one word may stand for another of its idea, but no idea may come or go.
    ideas: tuple[frozenset[str], ...]
    #: Words that turn a sentence, or make it a promise: each stands as often as it stood.
    counted: frozenset[str]
    #: Who is meant: the writer, and the one who is written to.
    first: frozenset[str]
    second: frozenset[str]
    #: Words by which something is over, or hangs on something.
    over: frozenset[str]
    #: What must not be so all at once: a word for each such idea.
    lasting: frozenset[str]

    def idea_of(self, word: str) -> int | None:
        """Give the number of the idea that *word* stands for."""
        return next((number for number, words in enumerate(self.ideas) if word in words), None)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _neutral(binding: str, *ideas: str, **others: str) -> Neutral:
    return Neutral(_words(binding), tuple(map(_words, ideas)), **{name: _words(text) for name, text in others.items()})


ENGLISH = _neutral(
    "a an the this that these those it its itself I me my mine myself you your yours yourself we us our ours "
    "and or so as if then there here which who whom what whatever when where even also too well just simply "
    "of to in on at by for with about regarding concerning am is are was were be have has had having do does "
    "did doing would s take takes took taking taken give gave given giving make made making get got getting "
    "find found come came bring brought like liked want wanted wish very really truly indeed sincerely "
    "certainly particularly especially much many more any all both each every one something anything thing "
    "things time way opportunity chance occasion lot plenty deal great please else together remain remains "
    "still up",
    "thank thanks thanked thanking thankful grateful gratefully gratitude appreciate appreciated appreciation",
    "conversation conversations talk talked talking discuss discussed discussing discussion discussions speak "
    "speaking spoke spoken exchange exchanged exchanging chat chatting chatted meet meeting met",
    "role position job post",
    "interest interested interests interesting keen eager enthusiastic enthusiasm",
    "continue continuing further proceed go goes going",
    "enjoy enjoyed enjoying enjoyable glad gladly pleased pleasure pleasant happy happily good nice lovely welcome",
    "value valued valuable useful helpful worthwhile worth",
    "think thinking thought thoughts reflect reflecting reflection consider considering ponder",
    "again another",
    "grow grown grew growing increased increase deepened stronger",
    "hope hopes hoping",
    counted="not no never none nothing nobody neither nor cannot without hardly unable will shall can could may might "
    "must promise forward should",
    first="I my",
    second="you your",
    over="if was were had have been did wanted liked",
    lasting="interest continue hope",
)

GERMAN = _neutral(
    "der die das den dem des ein eine einen einem einer eines dies diese dieser dieses diesen diesem ich mich "
    "mir mein meine meinen meinem meiner meines Sie Ihnen Ihr Ihre Ihren Ihrem Ihrer Ihres wir uns unser "
    "unsere unseren unserem unserer unseres es sich und oder auch so wenn als wie dass da was wer wo noch "
    "schon sehr wirklich von zu zum zur in im an am auf für mit über um bei beim durch als bezüglich bin ist "
    "sind war waren wäre sein gewesen habe haben hat hatte hatten wurde würde würden möchte möchten nehmen "
    "genommen nahmen geben gegeben gaben machen gemacht lassen dafür daran darüber davon daraus dabei darauf "
    "hierfür mehr viel viele vielen alles etwas einiges einmal Gelegenheit Möglichkeit Chance bitte herzlich "
    "herzlichen herzlicher besten aufrichtig Zeit dort",
    "Dank Danke danke danken dankbar bedanken bedanke gedankt Dankbarkeit",
    "Gespräch Gespräche Gesprächs Unterhaltung Austausch austauschen ausgetauscht sprechen gesprochen "
    "unterhalten reden besprechen besprochen",
    "Stelle Position Rolle Aufgabe",
    "Interesse interessiert interessieren interessant reizt",
    "Fortsetzung fortsetzen fortzusetzen weiter weitere weiteren weiterzuführen weiterführen",
    "Freude freue freuen freute gefreut gern gerne Vergnügen angenehm angenehmes angenehmen angenehmer "
    "erfreut gut gute guten gutes guter schön schönes schönen gefallen",
    "wertvoll wertvolle wertvollen hilfreich hilfreiche nützlich bereichernd bereichernde",
    "erneut wieder nochmals",
    "klarer deutlicher verständlicher",
    "gewachsen gestiegen zugenommen größer stärker",
    "hoffe hoffen Hoffnung",
    counted="nicht kein keine keinen keinem keiner nie niemals nichts niemand ohne weder kaum werde werden wird kann "
    "können könnte könnten darf dürfen muss müssen soll sollte sollten verspreche",
    first="ich mein meine meinen meinem meiner",
    second="Sie Ihr Ihre Ihren Ihrem Ihrer",
    over="wenn war waren wäre gewesen hatte hatten hätte wurde",
    lasting="Interesse Fortsetzung hoffe",
)

FRENCH = _neutral(
    "le la les l un une des de d du au aux ce cet cette ces c cela je j me m moi mon ma mes vous votre vos "
    "nous notre nos il y en on s se et ou si que qu qui dont où quand lorsque pendant lors ainsi aussi encore "
    "très bien vraiment plus tout toute tous toutes à dans pour par avec sur chez concernant quant suis est "
    "sont était étaient être été ai a as ont avez avons avais avait avoir eu serais serait tiens tenais tenir "
    "souhaite souhaitais souhaiterais voudrais voulais aimerais aimé pris prendre prenant donné accordé "
    "accorder consacré consacrer fait faire permis temps occasion opportunité possibilité chance "
    "chaleureusement sincèrement vivement particulièrement même beaucoup part",
    "merci remercie remercier remerciements remerciement reconnaissant reconnaissante reconnaissance gratitude",
    "entretien conversation conversations discussion échange échanges échanger échangé discuter discuté "
    "parler parlé entretenir",
    "poste fonction rôle",
    "intérêt intéresse intéressé intéressée intéressant attire",
    "poursuivre continuer loin suite",
    "plaisir apprécié apprécier heureux heureuse ravi ravie agréable plu content contente bon bonne joie volontiers",
    "précieux précieuse utile enrichissant enrichissante",
    "nouveau nouvelle autre",
    "clair clairement",
    "renforcé renforcée grandi accru augmenté",
    "espère espérer espérant espoir",
    counted="ne n pas jamais rien aucun aucune personne sans ni peux peut pouvez pourrais pourrait pourriez dois doit "
    "promets vais",
    first="je j mon ma mes",
    second="vous votre vos",
    over="si était étaient été eu avait avais avoir aurais serait serais tenais souhaitais souhaiterais voulais",
    lasting="intérêt poursuivre espère",
)

SPANISH = _neutral(
    "el la los las lo un una unos unas de del al este esta estos estas ese esa eso esto yo me mi mis mí usted "
    "ustedes le les su sus nos nuestro nuestra nuestros nuestras se y e o u si que quien cuando donde así "
    "también aún todavía muy bien más realmente todo toda todos todas a en para por con sobre durante "
    "respecto acerca soy es son fue fueron era ser sido estoy está estaba estar he ha han había haber hemos "
    "sería quiero quería quisiera querría deseo desearía gustaría tomar tomado tomarse dedicado dedicar "
    "dedicarme dado dar hecho hacer tiempo oportunidad ocasión posibilidad sinceramente mucho mucha muchas "
    "muchos parte",
    "gracias agradezco agradecer agradecerle agradecido agradecida agradecimiento",
    "conversación conversaciones charla charlar conversar conversado hablar hablado hablamos intercambio "
    "diálogo entrevista",
    "puesto posición cargo vacante",
    "interés interesa interesado interesada interesante",
    "continuar seguir adelante",
    "placer alegro alegra alegría encantado encantada agradable grato grata gusto gustó gustado bueno buena "
    "buen disfruté disfrutado contento contenta",
    "valioso valiosa útil enriquecedor enriquecedora",
    "nuevo nueva otra otro",
    "claro clara claras claros claridad",
    "crecido aumentado reforzado",
    "espero esperar esperanza",
    counted="no nunca jamás nada nadie ningún ninguno ninguna sin ni tampoco puedo puede podría podrían debo debe "
    "prometo voy",
    first="yo mi mis",
    second="usted su sus",
    over="si era fue fueron sido estaba había habría quería querría haber",
    lasting="interés continuar esperar",
)

NEUTRAL = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}
