"""Words of interview titles: stages, scaffolding, and what people are hired as."""

from __future__ import annotations

import re

from daemon.domain.text import word_set

#: What calendars and mail programs put in front of a title.
MAIL_NOISE = re.compile(
    r"^(?:\s*(?:re|fwd?|aw|wg|tr|invitation|updated invitation|accepted|tentative|tentatively accepted|declined|"
    r"cancell?ed|"
    r"rescheduled|confirmed|confirmation|reminder|updated|update|invite|invited|new event|new time proposed|"
    r"action required|einladung|hold|tbc|fw)\s*(?::|\s[-–—]\s))+",
    re.IGNORECASE,
)
#: How Google's invitation mails end: "@ Tue 1 Dec 2026 10:00 - 11:00 (GMT) (sam@example.com)".
INVITATION_TAIL = re.compile(r"\s@\s(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[\s,].*$", re.IGNORECASE)

_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|i{1,3}|iv)"
_ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th|e|er|ère|ème|ª)|premi(?:er|ère)|deuxième|troisième|primera|segunda|tercera|"
    r"first|second|third|fourth|fifth|final|last|next|initial|follow[- ]?up)"
)
_LENGTH = r"(?:\d{1,3}[- ]?(?:min(?:ute)?s?|hours?|hrs?|h|m)\b\.?)"
_KIND = (
    r"(?:interviews?|screen(?:ing)?|calls?|chats?|conversations?|discussions?|meetings?|sessions?|rounds?|stages?|"
    r"loops?|"
    r"panels?|debriefs?|exercises?|assessments?|tests?|challenges?|presentations?|reviews?|deep[- ]?dives?|intros?|"
    r"introductions?|onsites?|on[- ]sites?|days?|evaluations?|catch[- ]?ups?|sync|fit|walk[- ]?throughs?|workshops?|"
    r"superdays?|shifts?|colloquio|sollicitatiegesprek|"
    r"(?:erst|zweit|dritt|fach|kennenlern|vorstellungs|bewerbungs|bewerber|abschluss|video|telefon)?gespräch|kennenlernen|"
    r"(?:telefon|video|online)-?interview|entretien|entrevista)"
)
_MANNER = (
    r"(?:microsoft teams|ms teams|phone|telephone|video|virtual|remote|zoom|teams|google meet|skype|webex|onsite|"
    r"on-site|on site|in[- ]person|"
    r"face[- ]to[- ]face|f2f|online|hirevue|informal|quick|short|brief|introductory|intro|initial|preliminary|"
    r"exploratory|"
    r"informational|technical|tech|coding|live|pair|paired|pairing|programming|code|algorithms?|data structures?|"
    r"systems?|"
    r"architecture|product|sense|design|portfolio|whiteboard(?:ing)?|sql|case|study|analytical|execution|behaviou?ral|"
    r"culture|cultural|add|values?|leadership|bar[- ]raiser|competency|situational|team|match|matching|peer|"
    r"cross[- ]functional|stakeholder|skip[- ]level|hiring manager|hm|recruiter|recruiting|recruitment|hr|talent|"
    r"people|"
    r"sourcer|executive|exec|founders?|ceo|cto|cfo|coo|cpo|vp|panel|group|final|super|take[- ]?home|homework|"
    r"assignment|"
    r"trial|practical|written|background|reference|offer|closing|wrap[- ]?up|career|craft|domain|knowledge|"
    r"problem[- ]solving|experience|resume|cv|superday|half|full|job|next|round|loop|stage|screening|screen|interview|"
    r"one[- ]way|async|candidate|discovery|deep|dive|and)"
)
#: A stage of the process, with all that belongs to it ("30 min final round interview 2/3"). Never a role.
STAGE = re.compile(
    rf"(?<![\w-])(?:{_LENGTH}\s+)?(?:{_ORDINAL}[\s-]+)?(?:{_MANNER}(?:\s*[/&+]\s*|[\s-]+)){{0,5}}{_KIND}(?![\w-])"
    rf"(?:\s*#?\s*{_NUMBER}\b(?:\s*(?:/|of)\s*{_NUMBER}\b)?)?",
    re.IGNORECASE,
)
#: What a stage is made of. A piece of a title with no other words is none of company and role.
STAGE_WORDS = word_set(
    "shift colloquio sollicitatiegesprek interview interviews screen screening call calls chat chats conversation "
    "discussion meeting meet session sessions round rounds stage loop panel debrief exercise assessment test challenge "
    "presentation review dive deepdive deep intro introduction onsite on site day evaluation catchup sync fit "
    "walkthrough workshop superday phone telephone tel video virtual remote zoom teams skype webex inperson in person "
    "face to f2f online hirevue informal quick short brief introductory initial preliminary exploratory informational "
    "technical tech coding live pair pairing programming code algorithms algorithm data structures systems system "
    "design architecture product sense portfolio whiteboard whiteboarding sql case study analytical execution "
    "behavioral behavioural culture cultural add value values leadership bar raiser competency competencies "
    "situational team match matching peer functional cross stakeholder skip level hm recruiter recruiting recruitment "
    "hr talent people sourcer executive exec founder founders ceo cto cfo coo cpo vp group final super takehome take "
    "home homework assignment trial practical written background reference offer closing wrapup wrap up career craft "
    "domain knowledge problem solving experience resume cv half full job next first second third fourth fifth last "
    "follow followup oneway async candidate discovery and with the a an of for your our part pt session min mins "
    "minutes hour hours i ii iii iv one two three gespräch vorstellungsgespräch bewerbungsgespräch entretien "
    "entrevista personal fachgespräch runde telefoninterview kennenlernen erstgespräch zweitgespräch q qa"
)
#: The last words of stages that may stand at the beginning of a piece whose rest is a role.
LEADING_KINDS = word_set(
    "interview interviews onsite debrief superday entretien entrevista colloquio sollicitatiegesprek telefoninterview "
    "videointerview gespräch erstgespräch zweitgespräch fachgespräch kennenlerngespräch vorstellungsgespräch "
    "bewerbungsgespräch bewerbergespräch kennenlernen"
)
LEADING_KINDS_IN_PHRASES = word_set(
    "screen screening round call chat conversation discussion panel loop stage session meeting"
)

#: Remarks in brackets, or at either end.
REMARK = re.compile(
    r"[(\[{]\s*(?:re-?scheduled|moved|updated|new time|confirmed|unconfirmed|tentative|tbc|tbd|hold|external|ext|"
    r"remote|virtual|"
    r"online|hybrid|onsite|on-site|in[- ]person|zoom|teams|google meet|meet|phone|video|via [^()\[\]]{0,30}|"
    r"by [^()\[\]]{0,30}|"
    r"[mwfdhxi](?:\s?[/|]\s?(?:[mwfdhxi]|div|gn)){1,3}|all genders|gn|part[- ]?time|full[- ]?time|permanent|temporary|"
    r"contract|fixed[- ]term|\d{1,3}\s*(?:min(?:ute)?s?|hours?|hrs?|h|m)\.?|(?:part|day|round|stage)?\s*\d\s*(?:/|"
    r"of)\s*\d|"
    r"[A-Z]{0,4}[-_ ]?\d{3,}|candidate)\s*[)\]}]|(?<!\w)[mwfhd]/[mwfdh](?:/[mwdfx])?(?!\w)",
    re.IGNORECASE,
)
#: Words that part a title.
SPLITTERS = re.compile(
    r"\s*(?:\|+|·|•|→|->|=>|<>|↔|<->|<-->|::|;|~|»|«|:(?!\w)|(?<=[^\W\d]):(?=[A-Z]))\s*|\s+[-–—/×+x-]+\s+|"
    r"\s*[–—]\s*|\s*[()\[\]{}<>]\s*"
)
#: What stands before a company or an interviewer, and before a role.
WITH = re.compile(
    r"(?<![\w-])(?:with|w/|w\.|at|@|by|from|via|through|über|mit|bei|bij|chez|avec|con)(?=\s)", re.IGNORECASE
)
FOR = re.compile(r"(?<![\w-])(?:for|re|regarding|about|für|pour|para|als|as)(?=[\s:])(?:\s*:)?", re.IGNORECASE)

#: Taken off both ends of a piece.
SCAFFOLDING = word_set(
    "interview interviews interviewing role roles position positions job jobs opening openings vacancy opportunity "
    "opportunities application candidate candidacy applicant the a an your our my new open post posting call chat "
    "meeting meet conversation discussion session intro introduction hiring recruitment recruiting process and & + - – "
    "— , . : ; / | ! ? vorstellungsgespräch bewerbungsgespräch gespräch stelle entretien poste entrevista puesto de of "
    "to for as re with at in on via en rendez-vous rdv termin téléphonique upcoming scheduled confirmed rescheduled "
    "then re: team offer day round stage loop panel debrief onsite screen screening"
)

#: Nouns that say what somebody is hired as, wherever they stand in a role.
ROLE_NOUNS = word_set(
    "engineer engineers engineering developer programmer architect scientist researcher analyst manager director "
    "designer lead leader head chief officer president vp svp evp cto ceo cfo coo cmo cpo ciso associate assistant "
    "administrator admin accountant auditor bookkeeper controller consultant advisor adviser specialist generalist "
    "coordinator supervisor technician tester qa sre sde swe sdet devops administrator operator planner buyer writer "
    "editor copywriter journalist reporter producer photographer illustrator animator artist curator conservator "
    "librarian archivist teacher lecturer professor tutor instructor trainer coach postdoc fellow intern internship "
    "trainee apprentice apprenticeship werkstudent praktikant praktikum azubi graduate nurse doctor physician surgeon "
    "therapist pharmacist dentist midwife paramedic carer caretaker vet veterinarian psychologist counsellor counselor "
    "lawyer attorney paralegal solicitor barrister notary clerk secretary receptionist representative rep agent broker "
    "trader underwriter actuary economist statistician strategist marketer merchandiser recruiter sourcer chef cook "
    "baker barista bartender waiter waitress host hostess butcher brewer sommelier driver courier pilot steward "
    "captain mechanic electrician plumber carpenter joiner welder machinist fitter mason bricklayer roofer painter "
    "plasterer surveyor estimator builder labourer gardener farmer forester fisher warden guard ranger firefighter "
    "policeman detective inspector janitor cleaner housekeeper porter concierge tailor cutter seamstress cobbler "
    "jeweller goldsmith silversmith locksmith blacksmith potter glazier luthier musician composer conductor actor "
    "dancer singer model stylist hairdresser beautician biologist chemist physicist geologist mathematician ecologist "
    "meteorologist partner principal owner founder cofounder evangelist advocate ambassador staff maintainer master "
    "scrum expert salesperson salesman seller cashier storekeeper stocker packer picker registrar keeper handler "
    "dispatcher hand judge scribe guide maid entwickler entwicklerin ingenieur ingenieurin leiter leiterin referent "
    "referentin berater beraterin sachbearbeiter sachbearbeiterin kaufmann kauffrau mitarbeiter mitarbeiterin "
    "architektin ingénieur ingenieure développeur développeuse chargé chargée responsable ingeniero ingeniera "
    "desarrollador desarrolladora gerente analista jefe jefa director directora técnico ontwikkelaar medewerker "
    "matron dyer counsel conductor attendant operative nanny groom roaster handyman beater"
)
#: Words of scaffolding that begin a role of two words, or with the next word one of more.
ROLE_BEGINNINGS = word_set("stage day session process application applications recruitment recruiting")
#: Roles of two words that are stages elsewhere.
SHORT_ROLES = frozenset({"screen printer", "screen writer", "panel beater", "panel builder"})
LONGER_ROLE_BEGINNINGS = frozenset(
    {
        *("call centre", "call center", "process safety", "process improvement", "application support"),
        *("application security", "applications support", "recruitment marketing", "recruitment operations"),
        *("candidate experience", "team lead", "team leader", "team assistant", "team manager"),
    }
)
#: What somebody in recruiting is hired as; after "for" it is the role, elsewhere the one who is spoken to.
RECRUITERS_ROLE = re.compile(
    r"(?:an? |the )?(?:\w+ )?(?:technical|tech|senior|lead|executive|campus|corporate|it|talent) "
    r"(?:recruiter|sourcer|talent partner|acquisition partner)(?: role| position)?",
    re.IGNORECASE,
)
#: Trades that block a piece, unless a job follows: Office Manager, Train Conductor, Hotel Receptionist.
TRADES = word_set(
    "office hotel train flight travel event events conference street building floor room gym coffee tea party "
    "breakfast link schedule logistics"
)
#: Roles that hold no noun of the list.
ROLE_PHRASES = re.compile(
    r"\b(?:cabin )?crew member\b|\bau pair\b|"
    r"\bworking student\b|\bstudent (?:assistant|worker)\b|\bduales? studium\b|\bausbildung (?:zu[mr]|als)\b|"
    r"\b(?:account|sales|marketing|development|recruitment|media|service|chief|advertising) executives?\b|"
    r"\bvolontariat\b|\b(?:bachelor|master)(?:['’]?s)? thesis\b|\bph\.?d\.? (?:position|student|candidate)\b|"
    r"\bdoctoral student\b|"
    # Letters that stand for a job say so beside its rank or field: two o'clock is a PM as well.
    r"\b(?:senior|sr\.?|staff|lead|principal|associate|junior|jr\.?|group|growth|technical|product|enterprise) "
    r"(?:pm|tpm|em|ae|csm|dev|qa|sdr|bdr|exec)\b|\b(?:account|sales) exec\b|"
    r"\b(?:front[ -]?end|back[ -]?end|full[ -]?stack|web|mobile|ios|android|game) dev\b",
    re.IGNORECASE,
)
#: German says in one word what somebody is; it stands before its field (Projektleiter Tiefbau).
GERMAN_JOB = re.compile(
    r"\w*(?:leiter|ingenieur|techniker|meister|pfleger|berater|entwickler|verkäufer|fahrer|helfer|assistent|referent|"
    r"archivar|lehrer|erzieher|buchhalter|sachbearbeiter|mechaniker|mechatroniker|elektroniker|redakteur|architekt|"
    r"therapeut|bearbeiter|betreuer|planer|gestalter|laborant|informatiker|controller|disponent|lektor|dozent|"
    r"restaurator|kurator|bibliothekar|koordinator|mitarbeiter|assistenz|administrator|vertriebler|prüfer|schreiner|tischler|maurer)(?:in)?"
    r"|\w*(?:teamleitung|projektleitung|abteilungsleitung|bereichsleitung|filialleitung|kaufmann|kauffrau|kaufleute|"
    r"fachkraft|hilfskraft|lehrkraft|ärztin|arzt|fachangestellter?|werkstudent(?:in)?|sekretärin|sekretär)",
    re.IGNORECASE,
)
#: French and Spanish say it in their first word (Technicien de maintenance, Auxiliar administrativo).
ROMANCE_JOB = re.compile(
    r"(?:ingénieur|professeur|serveur|vendeur|chauffeur|livreur|acheteur|développeur|chercheur|coiffeur|monteur)(?:e|se)?|"
    r"(?:serv|vend|achet|développ|cherch|coiff)euse|"
    r"(?:éduca|anima|forma|rédac|direc|coordina|opéra|traduc|administra|consulta|recrut)(?:teur|trice)|"
    r"(?:infirm|caiss|cuisin|boulang|conseill|pâtiss|jardin|hôtel|ouvr|polic|pomp|banqu)(?:ier|ière|er|ère)|"
    r"(?:techn|électr|mécan|pharmac|inform)icien(?:ne)?|comptable|assistante?|secrétaire|gestionnaire|avocate?|juriste|"
    r"médecin|kinésithérapeute|graphiste|alternante?|stagiaire|chargée?|cheff?e?|responsable|commerciale?|hôtesse|"
    r"réceptionniste|aide-soignante?|employée?|agente?|concepteur|conceptrice|architecte|psychologue|"
    r"(?:ingenier|enfermer|camarer|técnic|administrativ|abogad|arquitect|cociner|médic|maestr|psicólog|cajer|operari|moz|"
    r"fontaner|becari|farmacéutic)[oa]|(?:desarrollad|diseñad|vended|programad|consult|coordinad|ases|gest|traduct|redact|"
    r"investigad|conduct|direct|profes)ora?|contable|jef[ea]|analista|auxiliar|gerente|comercial|dependienta?|"
    r"recepcionista|electricista|fisioterapeuta|encargad[oa]|ayudante",
    re.IGNORECASE,
)
#: Endings of such nouns. Only the last word of a piece is judged by them.
ROLE_ENDINGS = re.compile(
    r"\w{2,}(?:[^aeiou\W]er|eer|ier|yer|oer|or|ist|ian|yst|wright|smith|keeper|man|woman|person|hand|mate|monger|"
    r"eur|euse|erin|orin|istin)s?",
    re.IGNORECASE,
)
#: Words with such an ending that are nobody.
NO_ROLE = word_set(
    "lever calendar center centre tower floor winter summer december november october september corner river harbor "
    "harbour timber letter offer order paper matter server router computer counter quarter master number power user "
    "water weather other after over under later never together dinner supper chapter member members error color colour "
    "door major minor vendor vector motor sensor monitor mirror flavor labor labour honor favor author authority "
    "doctor human german woman roman norman slogan cancer laser layer folder header footer filter buffer cluster "
    "container docker register semester trimester poster banner newsletter voucher rover cover customer consumer "
    "career careers easter oyster tender gender manchester leicester worcester gloucester lancaster denver hannover "
    "vancouver münster munster doncaster chester rochester dover hanover bangor windsor singapore ecuador salvador "
    "windhoek list artist's mist exist assist fist twist interior exterior senior junior prior superior saturday "
    "brother sister mother father daughter answer prayer better further former greater higher lower upper inner outer "
    "newer per for or nor her their your our boulder copper silver amber ginger pepper clover heather flower shower "
    "finer transfer career ever hunter's hyper super cyber inter peer beer deer career pier tier premier frontier "
    "carrier barrier air stair chair pair fair hair repair affair interviewer candidate offer"
)
#: Words that a role never begins or ends with, or that make a piece something else.
BLOCKED = word_set(
    "lunch dinner breakfast coffee tea drinks prep preparation homework travel flight hotel train zoom teams skype "
    "room office building floor street avenue link meet virtual remote tbd tbc question questions feedback salary "
    "negotiation negotiations documents details info information instructions schedule agenda logistics meetup webinar "
    "event conference recruiter's birthday party gym dentist appointment reminder block hold busy then later sent "
    "invited invite candidate interviewer interviewers interviewee monday tuesday wednesday thursday friday saturday "
    "sunday today tomorrow"
)
#: Jobs of the people one talks to: on their own, beside a stage, they are no role.
INTERVIEWER_JOBS = re.compile(
    r"(?:the\s+|our\s+|your\s+)?(?:hiring manager|hm|recruiter|recruiting (?:manager|coordinator|lead)|"
    r"talent (?:partner|lead|manager|acquisition(?: \w+)?)|hr(?: (?:manager|business partner|partner|director|lead))?|"
    r"ceo|cto|cfo|coo|cmo|cpo|cio|chro|founders?|co-?founders?|president|vp|director|team lead|tech lead|head|"
    r"manager|lead|"
    r"team|skip[- ]level|peers?|executives?|leadership|people (?:partner|manager)|sourcer|engineers?|managers?|"
    r"interviewers?|"
    r"developers?|partners?|hosts?|guides?|hands?|models?|staff|experts?|owner|principal|associate|senior|master|"
    r"chief)",
    re.IGNORECASE,
)
