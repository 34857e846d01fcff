"""Words by which `suggest` takes an untagged event for an interview, or for something else of that name."""

from __future__ import annotations

import re

from daemon.domain.text import word_set

#: Titles that say it, in the languages of the notes and their neighbours.
SURE = re.compile(
    r"\b(?:job|phone|video|onsite|technical|final|panel|coding|hiring manager|recruiter|first|second|third|\d(?:st|nd|"
    r"rd|th))[ -](?:round[ -])?interview\b|\binterview (?:with|at|for|:|@)|\binterview\b|"
    r"\b(?:telefon|video|online|jobs?|erst|zweit|bewerber|bewerbungs)-?interview\b|"
    r"\b(?:phone|recruiter|recruiting|technical|tech|hr|talent|initial|video|hiring manager)[ -]screen(?:ing)?\b|"
    r"\bhiring manager (?:call|chat|conversation|meeting)\b|\brecruiter (?:call|chat|intro)\b|\bscreening call\b|"
    r"\btake[- ]?home (?:debrief|review|interview)\b|\bvirtual on-?site\b|\bon-?site (?:loop|round)\b|\bsuper ?day\b|"
    r"\b(?:vorstellungs|bewerbungs|bewerber)(?:gespräch|termin)\b|\bassessment (?:cent(?:re|er)|day)\b|"
    r"\bprobearbeit(?:en|stag)\b|"
    r"\bentretien (?:d['’]embauche|de recrutement|téléphonique|rh|avec|chez|en visio)\b|"
    r"\bentrevista\s?[:|–-]|\bentrevista (?:de trabajo|de emprego|laboral|telefónica|con|en)\b|"
    r"\bcolloquio (?:di lavoro|conoscitivo|con)\b|"
    r"\bsollicitatiegesprek\b|\b(?:ansættelses|jobb?)(?:samtale|intervju?)\b",
    re.IGNORECASE,
)
#: What people have interviews' names in without being interviewed for a job.
NOT = re.compile(
    r"\binterview(?:s|er|ers|ing|ee)?[ -](?:prep\w*|practi[cs]e|training|questions?|notes?|skills|guide|kit|debrief|"
    r"feedback|schedul\w+|coaching|course|workshop|process|planning|tips|slots?|calibration|panel (?:sync|prep))\b|"
    r"\b(?:prep\w*|practi[cs]e|study|revise|research|plan|schedule|book|cancel|travel|train|flight|drive|"
    r"get ready)\b.{0,20}\binterview|"
    r"\b(?:mock|exit|stay|user|customer|podcast|radio|tv|press|media|research|journalist|expert|witness|police|visa|"
    r"school|nursery|kindergarten|daycare|(?<!working )student|informational|candidate|practice|parents?|"
    r"parent-teacher|flat ?mate|room ?mate|house ?mate|tenant|landlord|adoption|loan|mortgage|benefits?|citizenship|"
    r"immigration|asylum|naturali[sz]ation|embassy|consulate|passport|global entry|scholarship|admissions?|medical|"
    r"oral history|alumni|stakeholder|discovery|usability|beta|survey|census|donor|match|celebrity|band|author|"
    r"documentary|survivor)[ -]interviews?\b|"
    r"\b(?:kunden|nutzer|user|experten|stakeholder|zeitzeugen|leitfaden|presse|radio)-?interviews?\b|"
    r"\binterview(?:ing)? (?:candidate|candidates)\b|\bdebrief\b.{0,20}\bcandidate\b|"
    r"\b(?:tenancy|jury)\b.{0,10}\binterview|"
    r"\binterview\b.{0,30}\b(?:thesis|dissertation|kindergarten|kita|local newspaper|for an article|feature\))|"
    r"\b(?:doctor|cancer|breast|skin|eye|vision|hearing|blood|medical)\b.{0,12}\bscreening\b|"
    r"\bafter (?:the )?interview\b|\bscorecard\b|\bdental|\bhealth screening\b|"
    r"\b(?:movie|film) (?:screening|night|club)\b|\bcinema\b|\bbook club\b|\bpodcast\b|\bwatch party\b|"
    r"\binterview with (?:the|a) vampire\b|\binterview (?:recap|retro|review|reminder|outfit|suit)\b|"
    r"\bentretien (?:annuel|professionnel|individuel|de la|du|voiture|auto|chaudière|avec (?:le|la) (?:prof|maître))|"
    r"\bvisa\b.{0,20}\binterview|\bhow to\b.{0,20}\binterview|\bthank[- ]you\b.{0,20}\binterview",
    re.IGNORECASE,
)
#: Meetings of other kinds, where a stage or a role in the title means nothing.
OTHER_MEETING = re.compile(
    r"\b(?:demo|webinar|vendor|customers?|clients?|kick-?off|sync|stand-?up|weekly|bi-?weekly|monthly|1:1|one-on-one|"
    r"conference|meet-?up|panel discussion|retro(?:spective)?|sprint|offsite|all[- ]hands|town hall|birthday|lunch|"
    r"dinner|party|training|workshop|course|class|lecture|seminar|check-?up|appointment|sales|support|onboarding|cinema|"
    r"film)\b",
    re.IGNORECASE,
)
#: Whom one talks to only as a candidate, with the word for the talk.
TALKS_WITH_RECRUITING = re.compile(
    r"\b(?:call|chat|conversation|meet(?:ing)?|intro(?:duction)?|coffee|talk|gespräch|échange|llamada)\b[^|–—:]{0,24}"
    r"\b(?:hiring manager|recruiter|talent (?:acquisition|partner|team)|recruiting team|recruteu(?:r|se))\b"
    r"(?! (?:tool|software|platform|training))",
    re.IGNORECASE,
)
#: Stages that only a process of hiring has; a call or a review may be anybody's.
HIRING_STAGE = re.compile(
    r"\b(?:(?:final|first|second|third|next|last|\d(?:st|nd|rd|th)) (?:round|stage)|round \d|stage \d|phone call|"
    r"screen(?:ing)?|on-?site|panel|hiring manager|technical|coding|case study|portfolio|take[- ]?home|"
    r"trial (?:day|shift)|trial|assessment|loop|super ?day|(?:hr|hm) (?:call|chat)|culture fit|team fit|"
    r"bar raiser|(?:\d\. )?runde|kennenlernen|"
    r"kennenlerngespräch|erstgespräch|zweitgespräch)\b",
    re.IGNORECASE,
)
#: Stages that say it alone, where a title holds nothing else but names.
STAGE_ALONE = re.compile(
    r"\b(?:(?:final|first|second|third|next|last|technical|culture|hr|\d(?:st|nd|rd|th)) round|round \d|"
    r"technical (?:test|screen)|coding (?:challenge|round|exercise|test)|take[- ]?home|"
    r"trial (?:shift|day)|hiring manager|hm (?:chat|call)|"
    r"culture (?:chat|fit|call)|meet the team|case study|"
    r"(?:erst|zweit|hr-?|fach|kennenlern)gespräch|probetag|schnuppertag)\b",
    re.IGNORECASE,
)
#: A job's marks: who may apply, and the word behind a role.
JOB_MARK = re.compile(r"[(\[]\s?(?:[mwfd]\s?/\s?){1,2}[mwfdx]\s?[)\]]|\bH/F\b|\bF/H\b|\(all genders\)")
ROLE_WORD = re.compile(
    r"\b(?P<role>[^|,:;()\[\]<>–—]{3,60}?) (?:role|position|vacancy|opening|job opportunity)\b"
    r"|\b(?:role|position|vacancy|stelle|poste|puesto)(?: as| of| als| de)?:? (?P<after>[^|,:;()\[\]<>–—]{3,60})",
    re.IGNORECASE,
)
#: Words about hiring in a text that a scheduler sent.
HIRING_TALK = re.compile(
    r"\b(?:interview|recruit\w*|hiring|candidate|role|position|vacancy|application|stelle|bewerbung|candidature|poste)\b",
    re.IGNORECASE,
)
#: Where interviews are held or arranged and nothing else, besides the systems for applicant tracking.
INTERVIEW_SERVICES = word_set(
    "goodtime.io modernloop.io modernloop.com candidate.fyi interviewplanner.com rooster.jobs paradox.ai "
    "hackerrank.com coderpad.io codility.com codesignal.com hirevue.com hirevue-app.com karat.io karat.com guide.co "
    "interviewing.io byteboard.dev codeinterview.io vidcruiter.com sparkhire.com willo.video"
)
