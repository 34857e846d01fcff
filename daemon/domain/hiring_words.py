"""
What is written for interviewers: pages, words and titles by which `hiring_signs` tells that the person is one.

Addresses and words are those of the systems' own help pages (tests/data/corpus/README.md names them) and of common use.
"""

from __future__ import annotations

import re

from daemon.domain.text import word_set

#: Pages of recruiting systems that only the employer's people can open. Candidates get other ones of the same systems:
#: boards, jobs., my.greenhouse.io, candidate-portal, candidate-guide.
STAFF_PAGE = re.compile(
    r"\b(?:greenhouse\.io/(?:guides|scorecards?|people|interview_kits?|sdash)/"
    r"|hire\.(?:\w{2}\.)?lever\.co/(?:candidates|interviews|opportunities)/"
    r"|app\.ashbyhq\.com/(?:interview-briefings|candidates|candidate-searches|interviews|feedback)/"
    r"|smartrecruiters\.com/app/"
    r"|workable\.com/backend/"
    r"|personio\.(?:de|com)/recruiting/"
    r"|app\.(?:\w{2,3}\.)?teamtailor\.com/companies/[^\s\"'<>]{0,200}/candidates?\b"
    r"|bamboohr\.com/hiring/"
    r"|app\.recruitee\.com/#/"
    r"|app\.breezy\.hr/app/"
    r"|app\.(?:jazz\.co|jazzhr\.com)/app/"
    r"|recruit\.zoho\.\w{2,3}/recruit/"
    r"|app\.pinpointhq\.com/|[\w-]{1,60}\.pinpointhq\.com/admin/"
    r"|app\.gem\.com/candidate/"
    r"|app\.comeet\.co/app/"
    r"|app\.dover\.(?:io|com)/candidates?/"
    r"|app\.homerun\.(?:co|hr)/)",
    re.IGNORECASE,
)

#: Where a sentence can begin that asks for something, so that "our interviewers fill out a scorecard" asks for nothing.
_ASKED = r"(?:^|[.!?:;–—•*-]\s{0,3}|\b(?:please|kindly|to|must|should|can|bitte)\s)\s{0,3}"
_DO = r"(?:submit|complete|fill (?:out|in)|finish|leave|add|enter|provide|write|record|open|view|see)"
#: Said to interviewers only.
FOR_INTERVIEWERS = re.compile(
    rf"{_ASKED}{_DO}\b[^.\n]{{0,30}}\bscore ?cards?\b"
    r"|^[ •*-]{0,4}(?:link to )?score ?card(?: link)?\s?:"
    r"|^[ •*-]{0,4}(?:(?:open|view|see|link to)\s(?:the\s)?)?interview kit\b(?!\s(?:for|to help) (?:you|candidates))"
    rf"|{_ASKED}(?:rate|review|evaluate|assess|score|interview|vet) the candidate\b(?!['’]s (?:experience|guide))"
    r"|\b(?:when|before|while|after) (?:interviewing|meeting) the candidate\b"
    r"|\bthe candidate['’]s (?:r[eé]sum[eé]|cv|application|profile|availability|background|portfolio|work|answers)\b"
    r"|\b(?:r[eé]sum[eé]|cv|profile) of the candidate\b"
    r"|\b(?:lebenslauf|unterlagen|profil) (?:des|der) (?:bewerber|kandidat)\w{0,4}\b"
    r"|\binterviewleitfaden (?:für )?(?:die )?interviewer\b",
    re.IGNORECASE | re.MULTILINE,
)
YOU_INTERVIEW = re.compile(
    r"\b[Yy]ou(?: are|['’]re| will be|['’]ll be| have been)"
    r" (?:interviewing|(?:scheduled|assigned|asked|selected) to interview)"
    r" (?!Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:our candidate |the candidate |candidate )?(?-i:[A-Z])\w"
)
#: Said to interviewers mostly.
RATHER_FOR_INTERVIEWERS = re.compile(
    r"\bfeedback form\b|\bscore ?cards?\b|\bfeedback\b.{0,20}\b(?:due|deadline|within|no later)\b"
    rf"|{_ASKED}{_DO}\b[^.\n]{{0,20}}\bfeedback\b(?![^.\n]{{0,40}}\b(?:our|process|experience|survey|us)\b)"
    r"|\b(?:submit|complete) your (?:review|evaluation|assessment)\b"
    r"|^[ •*-]{0,4}(?:r[eé]sum[eé]|cv|lebenslauf|rubric|score ?card|interview (?:guide|plan|questions))s?\s?:"
    r"|\bcv attached\b|\br[eé]sum[eé] attached\b|\bfor interviewers\b|\binterviewer guide\b"
    r"|\bbewertungsbogen\b|\binterviewleitfaden\b|\bgrille d['’][eé]valuation\b|\bficha de evaluaci[oó]n\b",
    re.IGNORECASE | re.MULTILINE,
)

CANDIDATE = re.compile(
    r"^[ •*-]{0,4}(?:candidate(?: name)?|name of (?:the )?candidate|applicant(?: name)?|kandidat(?:in)?|"
    r"bewerber(?:in)?|candidate?|candidat[oa]|aspirante|kandidaat|sollicitant)\s?:\s?(.{1,80})$",
    re.IGNORECASE | re.MULTILINE,
)
CANDIDATE_IN_TITLE = re.compile(
    r"\b(?:candidate|applicant|kandidat(?:in)?|bewerber(?:in)?|candidat(?:e|o|a)?)\s?[:–-]\s?([^|()\[\]/,–]{1,60})",
    re.IGNORECASE,
)

#: What a job at the end of such a title says: "Calibration Technician" is a role.
_JOB = r"(?!\s(?:\w+\s)?(?:engineer|technician|specialist|manager|analyst|scientist|officer|lead|coordinator)\b)"
#: Titles of what interviewers do among themselves, each with what it is called in the reason.
INTERVIEWERS_TITLES = (
    (re.compile(r"^\s*(?:\[\s*hold\s*\]|hold\s?(?::|\s[–—-]\s)|\(hold\))", re.IGNORECASE), "a hold for interviewers"),
    (
        re.compile(
            r"^(?!.*\b(?:take[- ]?home|home ?work|assignment|case|task|exercise|challenge|project|presentation|"
            r"solution|recruiter|offer|coach|agency|mentor|test|your|portfolio|code)\b).*\bdebrief\b",
            re.IGNORECASE,
        ),
        "a debrief",
    ),
    (
        re.compile(
            rf"\b(?:interview(?:er)?s?|hiring|panel|loop|candidates?|scorecard) calibration\b{_JOB}"
            r"|\bcalibration (?:of|for|with) (?:the )?(?:interviewers|panel|candidates?)\b",
            re.IGNORECASE,
        ),
        "a calibration of interviewers",
    ),
    (
        re.compile(r"\b(?:reverse[ -])?shadow(?:ing)?[ -](?:an? |the )?(?:\w+ )?interviews?\b", re.IGNORECASE),
        "to watch an interview",
    ),
    (
        re.compile(
            r"\binterview(?:er|ing)? (?:blocks?\b|rota\b|duty|swap|training|office hours)"
            rf"{_JOB}|\binterviewers?['’]? availability\b"
            r"|\bavailable for (?:candidates|interviewing|interviews)\b|\binterview(?:ing)? candidates\b",
            re.IGNORECASE,
        ),
        "time that interviewers keep",
    ),
    (
        re.compile(
            r"\b(?:pre-?brief(?:ing)?|huddle|wash-?up|round-?table|alignment)\b.{0,30}\binterview (?:loop|panel|team)\b"
            r"|\b(?:pre-?brief(?:ing)?|kick-?off|huddle|wash-?up|round-?table|alignment|sync|prep)\b.{0,30}"
            r"\b(?:interviewers|hiring (?:panel|team|committee))\b"
            r"|\b(?:interview (?:loop|panel|team)|interviewers?|hiring (?:panel|team|committee)|candidate)"
            r"(?: \w+)? (?:pre-?brief(?:ing)?|huddle|wash-?up|round-?table|alignment|sync|review)\b"
            r"|\bcandidate (?:decision|round-?up)\b",
            re.IGNORECASE,
        ),
        "a talk among interviewers",
    ),
)
#: Titles of colleagues among themselves that could be a candidate's own preparation elsewhere.
RATHER_INTERVIEWERS_TITLE = re.compile(
    r"\binterview(?:s|er|ing)?[ -](?:prep\w*|feedback|questions?|planning|schedul\w+|notes|plan|guide|kit)\b"
    r"|\bhiring (?:committee|decision|sync|review|panel|discussion)\b|^\s*interviewing\b|\bcalibration\b"
    rf"{_JOB}",
    re.IGNORECASE,
)
NOBODY = word_set(
    "tbd tba tbc unknown you your portal guide id experience information info instructions interview interviews name "
    "email phone number the a an see please bring prepare location external internal none n"
)
