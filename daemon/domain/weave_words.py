"""The word lists by which `weave` reads shorthand. Data only; a wrong word here makes a note stiffer, never false."""

from __future__ import annotations

import re

from daemon.domain.text import word_set

ADVERBS = word_set("still also always often never now once even just usually both sometimes recently only")

AUXILIARIES = word_set(
    "is are was were has have had does do did will would can could may might must should isn't aren't wasn't weren't "
    "doesn't don't didn't won't can't couldn't hasn't haven't isn’t aren’t wasn’t weren’t doesn’t don’t didn’t won’t "
    "can’t couldn’t hasn’t haven’t"
)

#: Third person to the form after "you", where dropping the -s would be wrong.
BASE_FORMS = {
    "is": "are", "was": "were", "has": "have", "does": "do", "goes": "go", "isn't": "aren’t", "isn’t": "aren’t",
    "wasn't": "weren’t", "wasn’t": "weren’t", "doesn't": "don’t", "doesn’t": "don’t", "hasn't": "haven’t",
    "hasn’t": "haven’t", "uses": "use", "closes": "close", "chooses": "choose", "says": "say",
}  # fmt: skip

#: Verbs that open a line whose subject was left out ("loves sailing"), or mark a clause; none is a common noun.
VERBS = word_set(
    "asked wondered wanted offered promised recommended recommends suggested suggests said told mentioned explained "
    "thinks believes pointed noted described showed shared walked felt feels likes loves enjoys wants prefers liked "
    "loved enjoyed came comes grew studied joined knows knew lives lived collects keeps kept worked began started "
    "built led left moved ran taught met got went goes gave made took takes uses used sees saw writes wrote reads "
    "speaks says spent became becomes found thought takes needs runs hopes plans "
    "works manages teaches travels leads"
)

FUNCTION_WORDS = word_set(
    "a an the this that these those and or but of in on at to for from with without by as into over under about "
    "after before during between through than per via how why what when where which who whether if is are "
    "was were every each their his her my our your its it i we you he she they there"
)

QUANTIFIERS = word_set(
    "some any many much more less few several all every each no both most half one two three four five six"
)

#: Verbs that open a line as a task ("reduce latency"); before a preposition most of them are nouns ("move to Rust").
TASKS = word_set(
    "reduce improve migrate build move replace fix grow scale rewrite launch automate measure reach make get increase "
    "change redesign reorganise reorganize merge split cut speed support teach create write develop design"
)

#: Openings of a reminder to oneself.
SELF_REMINDERS = word_set("ask check remember research prepare todo don't don’t follow look read")

#: News that nobody is glad of; what is said of it stays neutral.
UNWELCOME = re.compile(
    r"(?i)\b(?:not|never|no|cut|lost|short|problem\w*|challeng\w*|hard|difficult|needs?|slow\w*|behind|worr\w*|lack\w*|"
    r"miss\w*|recommended|suggested|left)\b|n[’']t\b"
)

#: What begins a question that was put to the person.
QUESTION_WORDS = word_set("whether if about how why what when where which who")

#: Deeds that open a line as something to be done.
DEEDS = word_set(
    "introduce call phone write check confirm update come get let prepare connect invite find ask fill sign book "
    "arrange schedule submit complete wait receive hear reply answer think bring apply read return provide "
    "give tell show"
)

#: What one looks forward to, as a next step that opens with a verb: "meet the team" is "meeting the team".
STEPS = {
    "meet": "meeting", "speak": "speaking", "talk": "talking", "present": "presenting", "visit": "visiting",
}  # fmt: skip
MOST_WORDS_OF_A_STEP = 9

#: What is theirs to do, or said too soon: nobody writes that they look forward to it.
NO_STEP = re.compile(
    r"(?i)\b(?:decisions?|decid\w*|answers?|feedback|repl(?:y|ies)|respon[sd]\w*|offers?|hear\w*|wait\w*|references?|"
    r"checks?|unclear|unknown|none|nothing|tbd|contract|probably|maybe|perhaps|not|no|"
    r"entscheid\w*|rückmeld\w*|antwort\w*|angebot\w*|vertrag|kein\w*|nichts|unklar|"
    r"décision|décid\w*|réponse|retour|offre|contrat|aucun\w*|rien|decisi\w*|respuesta|oferta|contrato|ningun\w*|nada)\b"
)

_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
)
_MONTH = (
    r"jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|février|mar(?:ch|s|zo)|märz|ap(?:ril)?|avril|abril|ma[iy]o?|ju[nl][eiy]|"
    r"juin|juillet|junio|julio|aug(?:ust)?|août|agosto|sept?\w*|o[ck]to\w*|nov\w*|de[cz][ei]\w*|déc\w*|enero|febrero"
)
#: When it is to be, at the end of a piece: it may be over when the note is read.
WHEN = re.compile(
    r"(?i),?\s+(?:(?:by|on|in|until|before|around|from|within|at|next|this|the|coming|following|early|late|"
    r"end of|sometime|bis|am|ab|im|zum|der|die|nächste[nrms]?|kommende[nrms]?|diese[nrms]?|ende|anfang|"
    r"d[’']ici|avant|la|le|en|dans|début|fin|cette|antes del?|el|para|próxim[oa]|esta|a finales de)\s+)*"
    rf"(?:today|tomorrow|tonight|heute|morgen|demain|hoy|mañana|(?:{_DAY})(?:\s+prochain| que viene)?|"
    rf"(?:(?<=next )|(?<=this )|(?<=the )|(?<=coming )|(?<=of ))(?:week|month)|"
    r"(?<=e )Woche|(?<=r )Woche|(?<=n )Woche|(?<=n )Monat|semaine prochaine|mois prochain|"
    r"semana(?: que viene| próxima)?|"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.|er)?\s+(?:of |de )?)?(?:{_MONTH})(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?|"
    r"(?:a|one|two|three|\d)\s+(?:days?|weeks?)|\d{1,2}(?:st|nd|rd|th|\.))$"
)

#: What is added to a thing by whoever liked it; in a note it would be flattery.
PRAISE = re.compile(
    r"(?i)(?:(?:very|really|super|quite) )?(?:great|good|nice|amazing|awesome|cool|impressive|fantastic|excellent|"
    r"interesting|lovely|wonderful) (?=\w)"
)

#: Opinions of a talk, which say nothing about it.
VERDICTS = re.compile(
    r"(?i)(?:very |really |so |super )*"
    r"(?:great|nice|good|lovely|friendly|fun|pleasant|warm|funny|smart|interesting|kind)"
    r"(?: (?:chat|energy|vibes?|conversation|talk|guy|person|people|team|rapport|fit|call|interview|meeting|and .*))?"
    r"(?:,.*)?$"
)

#: Where one line goes on to another thought.
NEW_THOUGHT = re.compile(
    r",?\s+(?:and|but)\s+(?=(?:he|she|they|we)\b)|,?\s+and\s+(?=(?:promised|offered|agreed|need|have) to )|"
    r",\s+(?=used to |[a-z]+ed\b)"
)
#: A deed whose doer was named before it.
ADDED_DEED = re.compile(r"(?:[a-z]+ed|need|have|used)\b")

#: A question as it was put: nothing that was heard, and nothing to speak of.
ASKED_ALOUD = re.compile(
    r"(?i)\s*(?:what|why|when|where|who|which|whether|how (?:do|does|did|is|are|was|were|can|could|will|would|many|"
    r"much|long|often|big)|do|does|did|is|are|can|could|will|would|should) .*|[^,]*\?\s*$"
)

#: Words that shorthand in English is full of, and that no other language has borrowed.
ENGLISH_CONTENT = word_set(
    "about after again already always amazing answer any back because before best better big both bring build "
    "building built call called came can career changes children city clear climbing close company cool could "
    "customer customers daily day days decision deep did different do does done down each early easy enjoys every "
    "everything excited experience few first flat for found free friendly from full fun gave get give go goal goals "
    "goes going good got great ground grow growing growth had hard have headcount help here high hiking hire hired "
    "hiring home hours house interesting into join joined just keep kids knew know known late learn learned "
    "learning less let life like likes living look lot love loves low made make makes making many may meet meeting "
    "might mind money month more most move moved moving much must need needs never new next nice no now number "
    "often old one only open other ours out over own owner owns quick quite reading really right running said same "
    "saw sees sense share shared she ship shipping short should show since sleep slow small something soon spent "
    "started starting stay step steps still such take takes taking talk tasks taught tell than thing things think "
    "thinks this those through time today together told too took travel two under until up use used uses using very "
    "wait walk want wants way ways week weekend weeks well went what when where which while who whole why with "
    "without work worked working works world would write writes writing year years yet"
)

#: Frequent words that tell a language from its neighbours.
LANGUAGE_WORDS = {
    "en": word_set(
        "the a an and of to with about how why what that is was were are for on from my her his their she he they we i "
        "asked said told talked by at it has have had will would your our this new"
    ),
    "de": word_set(
        "der die das den dem des und ich sie er wir über mit nach ein eine einen einem einer zu zum zur im am vom von "
        "für auf ist war hat haben wird nicht auch bei als wie warum dass mein meine ihr ihre sein seine fragte"
    ),
    "fr": word_set(
        "le la les des de du et je elle il nous ils sur un une avec dans pour par que qui est était ont mon ma mes son "
        "sa ses au aux en comment pourquoi leur a demandé parlé on à"
    ),
    "es": word_set(
        "el la los las de del y yo ella él nosotros sobre un una con en para por que es era fue han mi mis su sus al "
        "cómo como porqué preguntó habló hablamos a se lo muy hay"
    ),
}

#: What speaks of a third person and so has no place in a note to that person.
THIRD_PERSON_LEFT = {
    "en": re.compile(r"(?i)\b(?:he|she|him|his|hers|her|himself|herself|they|them)\b"),
    "de": re.compile(r"\b(?:er|sie|ihn|ihm|ihr|ihre[mnrs]?|seine?[mnrs]?)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:il|elle|ils|elles|lui|leur|leurs|son|sa|ses)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:él|ella|ellos|ellas|le|les|su|sus)\b", re.IGNORECASE),
}

#: "We talked about", in the languages whose shorthand is not turned round.
TOPIC_OPENERS = {
    "de": re.compile(r"(?:wir (?:sprachen|redeten) |(?:gesprochen |gespräch )?)über ", re.IGNORECASE),
    "fr": re.compile(r"(?:(?:nous avons|on a) parlé |discussion |échange )(?:de |sur )(?=l|un|m|no)", re.IGNORECASE),
    "es": re.compile(r"(?:(?:hablamos|conversamos) (?:de|sobre) |sobre )", re.IGNORECASE),
}  # fmt: skip

#: An article that has grown together with "about", and what it is alone.
GROWN_TOGETHER = {
    "es": ((re.compile(r"^((?:hablamos|conversamos) )del ", re.IGNORECASE), r"\1de el "),),
    "fr": (
        (re.compile(r"^((?:(?:nous avons|on a) parlé |discussion |échange ))du ", re.IGNORECASE), r"\1de le "),
        (re.compile(r"^((?:(?:nous avons|on a) parlé |discussion |échange ))des ", re.IGNORECASE), r"\1de les "),
    ),
}

#: Whole sentences of such shorthand: after a colon they would read as minutes.
MINUTES = {
    "de": re.compile(r"(?:wir|ich|gesprochen|geredet|gefragt)\b", re.IGNORECASE),
    "fr": re.compile(r"(?:nous|on|je|j[’']|parlé|discuté|demandé)\b", re.IGNORECASE),
    "es": re.compile(r"(?:hablamos|conversamos|hablé|habló|preguntó|pregunté|me|nos)\b", re.IGNORECASE),
}

#: What may stand before a thing that was asked for, in the languages whose shorthand is not turned round.
OWED_OPENERS = {
    "de": re.compile(r"^(?:(?:um|nach) (?=(?:de[nmr]|die|das|eine?[nmr]?|meine?[nmr]?)\b))", re.IGNORECASE),
    "fr": re.compile(r"^(?:(?:m[’']envoyer|envoyer|d[’']envoyer) )", re.IGNORECASE),
    "es": re.compile(r"^(?:(?:enviar(?:le)?|mandar(?:le)?|por) )", re.IGNORECASE),
}

#: What does not belong in writing between two people who have met once, in all languages together. Words that are
#: somebody's trade as often as their private life ("health", "children") count only where they are about a person.
PRIVATE = re.compile(
    r"(?i)\b(?:"
    # pay
    r"salar\w*|pay|paid|pays|wage\w*|compensation|equity|bonus\w*|stock options?|benefits package|day rate|"
    r"gehalt\w*|lohn|löhne|salaires?|rémunération|sueldos?|salarios?|"
    # health
    r"ill|illness\w*|sick\w*|cancer|surger\w*|(?:in|to) hospital|disab(?:led|ilit\w+)|depress\w*|burn-?out|diagnos\w*|"
    r"in therapy|allerg\w*|pregnan\w*|maternity|paternity|parental leave|(?:his|her|their|my|your|mental) health|"
    r"krank\w*|schwanger\w*|maladi\w*|malade\w*|enceinte|enferm[aoe]\w*|embaraz\w*|"
    # family
    r"wife|husband|spouse|boyfriend|girlfriend|(?:his|her|their|my|your) (?:\w+ )?partner|"
    r"(?:his|her|their|my|your|has|have|had|an?|two|three|four|expecting) (?:\w+ )?"
    r"(?:kids?|child|children|daughters?|sons?|baby|babies|twins|famil(?:y|ies)|mother|father|mum|mom|dad|parents)|"
    r"family (?:plans?|planning|life|leave|reasons|situation)|married|marriage|wedding|divorc\w*|widow\w*|"
    r"ehefrau|ehemann|(?:seine|ihre|meine) (?:frau|kinder|familie|tochter|eltern)|tochter|femme|mari|enfants?|"
    r"esposa|marido|hijos?|hijas?|"
    # moods
    r"stressed|tired|exhausted|(?:was|were|is) late|"
    # age, faith, politics, looks, origin
    r"(?:his|her|their|my|your) age|aged|years? old|too old|too young|retire\w*|relig\w*|church|mosque|synagogue|"
    r"pray\w*|christian\w*|muslim\w*|jewish|hindu\w*|politic\w*|elections?|votes?|voted|voting|democrats?|"
    r"republicans?|brexit|trump|pretty|handsome|beautiful|attractive|ugly|overweight|gay|lesbian|queer|racial|racis\w*|"
    r"ethnic\w*|immigra\w*|visas?|kirche|politik\w*|église|iglesia|política|politique|"
    # others, gossip, and what went wrong
    r"(?:other|another|stronger) (?:candidate|applicant)|candidates|applicants|(?:got|was|were|been) fired|laid off|"
    r"layoffs?|quit|quitting|resign\w*|complain\w*|toxic|rude|bored|annoy\w*|arrogant|awkward|weird|hates?|hated|"
    r"stupid|incompetent|nervous|bombed|messed|screwed|I (?:\w+ )?failed|struggled|blanked|blew|my (?:mistake|wrong)|"
    r"wrong answer|red flags?|confidential|a secret|off the record|nda|i was rejected|lawsuits?"
    r")\b|[$€£]\s?\d|\d\s?(?:[$€£]|k\b|eur\b|usd\b|gbp\b)"
)
