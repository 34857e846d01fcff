"""
Which addresses are no human, and which domains are nobody's employer.

Domains stand for all their subdomains. They are the sending domains that the services document for their mail and
calendar invitations; add one where an invitation shows another.
"""

from __future__ import annotations

import re
from functools import lru_cache

from daemon.domain.name_lists import GIVEN_NAMES
from daemon.domain.text import word_set

#: Applicant tracking: the system that a company recruits with.
APPLICANT_TRACKING = word_set(
    "greenhouse.io greenhouse-mail.io lever.co ashbyhq.com gem.com myworkday.com myworkdayjobs.com workdayemail.com "
    "smartrecruiters.com smartrecruitersmail.com icims.com workable.com workablemail.com jobvite.com bamboohr.com "
    "bamboohr.co.uk teamtailor.com teamtailor-mail.com successfactors.com successfactors.eu sapsf.com sapsf.eu "
    "taleo.net recruitee.com recruiteemail.com jobs.personio.com join.com softgarden.de softgarden.io rexx-systems.com "
    "breezy.hr breezy-mail.com jazzhr.com jazz.co applytojob.com resumatorapi.com pinpointhq.com comeet.co comeet.com "
    "avature.net bullhorn.com bullhornmail.com zohorecruit.com hirevue.com codesignal.com codility.com coderpad.io "
    "karat.io testgorilla.com welcometothejungle.com welcomekit.co beamery.com phenompeople.com ultipro.com "
    "paylocity.com paycomonline.net dover.io loxo.co crelate.com ripplematch.com indeedemail.com joinhandshake.com "
    "hiringthing.com homerun.co homerun.hr factorialhr.com vidcruiter.com sparkhire.com"
)

#: Scheduling: the system that finds the hour.
SCHEDULING = word_set(
    "calendly.com calendlymail.com goodtime.io modernloop.io modernloop.com cal.com savvycal.com doodle.com "
    "youcanbook.me acuityscheduling.com squarespacescheduling.com appointlet.com appoint.ly zcal.co tidycal.com "
    "setmore.com oncehub.com scheduleonce.com meetingbird.com chilipiper.com vyte.in when2meet.com getclockwise.com "
    "reclaim.ai clarahq.com candidate.fyi interviewplanner.com rooster.jobs paradox.ai olivia.paradox.ai evie.ai "
    "claralabs.com usemotion.com vimcal.com morgen.so zeeg.me meetergo.com timify.com sagenda.net picktime.com "
    "yoodli.ai cronofy.com harmonizely.com koalendar.com simplybook.me bookings.office365.com outlook.office365.com"
)

#: Meetings: what a video call is held with. Their staff are people, but the domain is nobody's employer here.
MEETING = word_set(
    "zoom.us zoomcrc.com zoomgov.com webex.com teams.microsoft.com meet.google.com gotomeeting.com gotomypc.com "
    "whereby.com bluejeans.com ringcentral.com lync.com skype.com around.co jitsi.org 8x8.vc chime.aws"
)
#: Of those, the ones that put machines on the guest list.
_DIAL_IN = word_set("zoomcrc.com lync.com webex.com bjn.vc")

#: Note-taking: a machine that listens.
NOTE_TAKING = word_set(
    "otter.ai fireflies.ai read.ai fathom.video fathom.ai grain.com grain.co metaview.ai metaview.app brighthire.com "
    "brighthire.ai tldv.io avoma.com gong.io chorus.ai sembly.ai tactiq.io supernormal.com krisp.ai circleback.ai "
    "granola.ai granola.so fellow.app jamie.ai meetgeek.ai notta.ai rewatch.com airgram.io pillar.hr screenloop.com "
    "hireguide.com quil.ai recall.ai meetrecord.com bluedothq.com spinach.io spinach.ai"
)

#: Calendars and rooms that have an address.
CALENDARS = word_set(
    "resource.calendar.google.com group.calendar.google.com group.v.calendar.google.com import.calendar.google.com "
    "calendar.google.com calendar-server.bounces.google.com imip.me.com imip.icloud.com"
)

#: Mail for anybody. `yahoo.*` and the like are matched by their first label as well.
FREEMAIL = word_set(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com icloud.com me.com mac.com aol.com aim.com "
    "proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com hey.com fastmail.com "
    "fastmail.fm zoho.com zohomail.com zohomail.eu mail.com email.com usa.com gmx.de gmx.net gmx.com gmx.at gmx.ch "
    "web.de t-online.de freenet.de arcor.de posteo.de posteo.net mailbox.org mail.de 1und1.de online.de vodafone.de "
    "vodafonemail.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it virgilio.it tiscali.it "
    "alice.it tin.it terra.com.br uol.com.br bol.com.br ig.com.br globo.com telefonica.net ya.ru yandex.ru yandex.com "
    "mail.ru bk.ru inbox.ru list.ru rambler.ru ukr.net i.ua wp.pl o2.pl onet.pl interia.pl op.pl seznam.cz centrum.cz "
    "email.cz azet.sk freemail.hu citromail.hu abv.bg qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn "
    "sohu.com 139.com 189.cn aliyun.com naver.com daum.net hanmail.net nate.com kakao.com rediffmail.com rediff.com "
    "docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp nifty.com btinternet.com btopenworld.com sky.com "
    "virginmedia.com talktalk.net ntlworld.com blueyonder.co.uk comcast.net verizon.net att.net sbcglobal.net "
    "bellsouth.net cox.net charter.net earthlink.net juno.com optonline.net rogers.com shaw.ca sympatico.ca telus.net "
    "bigpond.com optusnet.com.au xtra.co.nz bluewin.ch hispeed.ch telenet.be skynet.be ziggo.nl kpnmail.nl planet.nl "
    "xs4all.nl home.nl telia.com privaterelay.appleid.com duck.com mozmail.com simplelogin.com anonaddy.com riseup.net "
    "disroot.org runbox.com hushmail.com rocketmail.com ymail.com inbox.com mailinator.com"
)
_FREEMAIL_LABELS = word_set("yahoo hotmail outlook live gmx yandex protonmail")

#: Mail that the people of many employers share: nobody's name is in the domain.
SHARED = word_set("nhs.net nhs.scot doctors.org.uk doctors.net.uk bund.de admin.ch mail.mil us.army.mil")
#: Platforms on which each tenant has a subdomain.
PLATFORMS = word_set(
    "onmicrosoft.com mail.onmicrosoft.com onmicrosoft.de partner.onmschina.cn myshopify.com zendesk.com freshdesk.com"
)

#: Who never is anybody's employer, whatever stands before the "@".
NO_EMPLOYER = FREEMAIL | SHARED | APPLICANT_TRACKING | SCHEDULING | MEETING | NOTE_TAKING | CALENDARS

_NO_HUMAN = APPLICANT_TRACKING | SCHEDULING | NOTE_TAKING | CALENDARS | _DIAL_IN

_NO_REPLY = re.compile(
    r"(?:^|[._+-])(?:no|non|not|ne|do[._-]?not|donot|dont|pas[._-]?de)[._-]?"
    r"(?:reply|repl(?:y|ies)|response|repondre|responder|reponse)"
    r"|^nicht[._-]?antworten|^keine[._-]?antwort"
)
#: What Outlook.com calls an account whose mail is elsewhere: nothing that is sent there arrives.
_ALIAS = re.compile(r"outlook_[0-9a-f]{8,}")
#: Words that make a mailbox a machine's wherever they stand in its name.
_MACHINE_WORDS = word_set(
    "noreply donotreply notification notifications notify notifier mailer mailerdaemon postmaster bounce bounces "
    "alerts automated automation autoreply system scheduler scheduling schedule schedules invite invites invitation "
    "invitations booking bookings calendar calendars calendarsync reminders notetaker notetakers unsubscribe daemon "
    "meeting meetings meetingbot interviewbot hiringbot recruitingbot chatbot recorder"
)
#: Words that make a mailbox a scheduler's where it has no other name.
_INTERVIEW_WORDS = word_set("interview interviews interviewing interviewscheduling interviewcoordination")
#: Words of shared mailboxes that people read.
_TEAM_WORDS = word_set(
    "recruiting recruitment recruiter recruiters talent talents ta talentacquisition talentteam career careers job "
    "jobs hr frontdesk front desk hrteam hris people peopleops peopleteam humanresources hiring hiringteam team teams "
    "info contact hello hi hey office admin support staff staffing panel committee personnel personal karriere "
    "bewerbung bewerbungen stellen recrutement emploi carrieres rh rrhh empleo seleccion talento reclutamiento "
    "vacancies vacatures candidates candidate candidature applications apply applicants onboarding reception frontdesk "
    "events everyone all engineering marketing sales finance legal ops operations university campus earlycareers "
    "graduates internships workwithus joinus sourcing coordination coordinators coordinator list group jobapplication "
    "mail welcome enquiries inquiries acquisition resources human head main central branch secretary secretariat "
    "sekretariat accueil recepcion zentrale facilities it helpdesk servicedesk security catering parking assistants"
)
#: Words that say nothing beside those.
_FILLERS = word_set(
    "the our us uk eu emea apac amer latam na de fr es it nl global europe germany london berlin paris dublin york new "
    "nyc sf remote and tech of at for"
)
_LISTS = word_set("team panel committee list group everyone all interviewers")
#: Words that end a shared mailbox's name, unless a given name stands before: `eng-hiring@`, but `jane.hiring@`.
_SHARED = word_set("hiring recruiting recruitment careers interviews staffing")
#: Such words run together with a company's name.
_SHARED_END = re.compile(r"[a-z]{3,}(?:interviews|recruiting|recruitment|careers)")
_ROOM = re.compile(
    r"^(?:(?:conf(?:erence)?|meeting|meet|board|huddle|zoom|teams|phone|focus|besprechungs?)[._-]?(?:room|rm|raum)|"
    r"(?:room|mr|rm|cr|raum)[._-]?\d|rooms?$|(?:salle|sala|saal|raum|room)[._-]|car[._-]?park|(?:car)?(?:park|parking)(?:[._-]?(?:space|bay|lot))?[._-]?\d|"
    r"parkplatz|stellplatz|(?:projector|beamer|whiteboard|hotdesk|hot[._-]desk|poolcar|pool[._-]car)(?:[._-]?\d|$))"
)
#: What only the name of a room, a parking space or a thing says: what it holds, where it is, what it is.
_ROOM_NAME = re.compile(
    r"\b\d{1,3}\s?(?:seats?|pax|ppl|people|persons?|places|pers\.?|plätze|personen|personnes|personas)(?!\w)"
    r"|\b(?:cap(?:acity)?|seats|pax)\b\.?\s?:?\s?\d"
    # One word only before the floor: people have two, and sit on floors as well.
    r"|^\W*[\w'’-]+\W+(?:\d{1,2}(?:st|nd|rd|th) floor|(?:ground|top) floor|floor \d|\d{1,2}\. (?:stock|og|etage))\b"
    r"|\b(?:conf(?:erence)?|meeting|board|huddle|zoom|teams|training|focus|interview|phone|video)[ -]?rooms?\b"
    r"|\b(?:room|rm|raum|salle|sala|zimmer) ?[A-Z]?\d|\b(?:besprechungs|konferenz|sitzungs|meeting)raum\b"
    r"|\bsalle de r[ée]union\b|\bsala de (?:reuni|junta)"
    r"|^\W*(?:parking|car ?park|parkplatz|stellplatz|hot ?desk|phone booth|pool car|dienstwagen|projector|beamer)\b"
    r"|\bpark(?:ing)? (?:space|bay|lot|spot)\b|\[(?:gvc|vc|av|tv)\b",
    re.IGNORECASE,
)
_LOCAL_PARTS = re.compile(r"[._+\-]+|(?<=[a-z])(?=\d)")
_BOT_NAME = re.compile(
    r"note.?taker|\b(?:otter|fireflies|read|fathom|granola|sembly|supernormal|circleback|spinach|metaview)\.(?:ai|video)\b"
    r"|\bmeeting (?:bot|assistant|recorder)\b|\bai (?:assistant|notes)\b|\bscheduling (?:assistant|bot)\b"
    r"|\(x\.ai\)|\botter ?pilot\b|\b(?:metaview|brighthire|fireflies|tl;?dv)\b"
    r"|\b(?:interview|hiring|recruiting|recruitment|talent|hr|slack|zoom|teams|calendar|chat)[ -]?bot\b"
    r"|\[bot\]|^\W*bot\W*$"
    r"|\bno.?reply\b",
    re.IGNORECASE,
)


def is_of(domain: str, services: frozenset[str]) -> bool:
    """Say whether *domain* (lower case) is one of *services* or lies below one."""
    labels = domain.split(".")
    return any(".".join(labels[start:]) in services for start in range(len(labels) - 1))


@lru_cache(maxsize=1024)
def is_employer(domain: str) -> bool:
    """Say whether *domain* (lower case) can be a company's: it is no freemail and no recruiting or meeting service."""
    if is_of(domain, NO_EMPLOYER):
        return False
    labels = domain.split(".")
    return not (labels[0] in _FREEMAIL_LABELS and len(labels) in (2, 3) and "example" not in labels)


@lru_cache(maxsize=1024)
def is_service(domain: str) -> bool:
    """Say whether what is at *domain* (lower case) is a recruiting, scheduling, note-taking or calendar service."""
    return is_of(domain, _NO_HUMAN)


@lru_cache(maxsize=1024)
def is_machine(local: str, name: str = "") -> bool:
    """Say whether a mailbox, by what stands before its "@" or by its display name, is read by nobody."""
    local = local.lower()
    words = _words(local)
    if _NO_REPLY.search(local) or _ALIAS.fullmatch(local) or _BOT_NAME.search(name) or local.isdigit():
        return True
    if any(word in _MACHINE_WORDS for word in words):
        return True
    named = [word for word in words if word not in _FILLERS and not word.isdigit()]
    has_interview = any(word in _INTERVIEW_WORDS for word in named)
    return has_interview and all(word in _INTERVIEW_WORDS | _TEAM_WORDS - _LISTS for word in named)


@lru_cache(maxsize=1024)
def is_room(local: str, name: str = "") -> bool:
    """Say whether a mailbox is a room's or a thing's, by what stands before its "@" or by its display name."""
    return _ROOM.search(local.lower()) is not None or _ROOM_NAME.search(name) is not None


@lru_cache(maxsize=1024)
def is_team(local: str) -> bool:
    """Say whether several people read a mailbox, by what stands before its "@"."""
    words = [word for word in _words(local.lower()) if not word.isdigit()]
    if not words:
        return False
    if words[-1] in _LISTS or (len(words) > 1 and words[0] in {"team", "panel"}):
        return True
    if local.lower().startswith(("dl-", "dl_", "grp-", "grp_", "dist-")):
        return True
    if len(words) > 1 and words[-1] in _SHARED and words[0] not in GIVEN_NAMES:
        return True
    if len(words) == 1 and _SHARED_END.fullmatch(words[0]):
        return True
    known = [word for word in words if word not in _FILLERS]
    if words == ["it"]:
        # Italy's beside other words, and a department's alone.
        return True
    return bool(known) and all(word in _TEAM_WORDS | _INTERVIEW_WORDS for word in known)


def _words(local: str) -> list[str]:
    return [word for word in _LOCAL_PARTS.split(local) if word]
