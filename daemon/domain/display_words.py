"""Words beside names in guest lists: what somebody is, and what is no name at all."""

from __future__ import annotations

from daemon.domain.text import word_set

#: Words that no person's name holds: a name with one of them is an organisation's, a team's or a job's.
NO_NAME = word_set(
    "recruiting recruitment recruiter recruiters talent acquisition hiring careers career hr team teams interview "
    "interviews interviewer interviewers interviewing department dept office group panel committee inc ltd llc gmbh ag "
    "kg corp corporation plc company limited sarl sas bv oy ab pty foundation institute university college school "
    "hospital bank labs studio studios partners consulting solutions systems technologies technology software services "
    "agency support helpdesk notifications notification noreply reply calendar scheduling scheduler coordinator "
    "coordination room meeting conference zoom teams notetaker bot assistant people human resources staffing "
    "onboarding candidate candidates applicant admin administrator account info contact mailbox guest unknown tbd tba "
    "tbc none anonymous user workday greenhouse lever ashby goodtime calendly no-reply bewerbung personalabteilung "
    "your the our und and null nan undefined none test invitee attendee visitor"
)
#: Such words where they stand last; Åsa Berg has the given name.
NO_NAME_AT_END = word_set("asa")
#: What somebody is; taken off the end of a name.
JOBS = word_set(
    "recruiter sourcer engineer engineering manager director coordinator consultant analyst developer designer "
    "specialist executive officer president founder cofounder cto ceo coo cfo cpo cio cmo chro vp svp evp avp lead "
    "architect scientist partner contractor external extern ext guest freelance freelancer intern principal staff "
    "senior junior sales marketing product finance legal operations design data tech technical software chief "
    "associate owner host organizer organiser optional interviewer"
)
#: Names of two letters, which are no initials although they are shouted.
SHORT_NAMES = word_set("jo bo al ed mo ty vi di lu an li yu wu hu ma xu su na")
PRONOUNS = word_set("he him his she her hers they them theirs ze zir xe xem el ella elle il er sie hen any ask")
LABELS = word_set(
    "external extern ext contractor contract guest intern consultant temp freelance remote optional host organizer "
    "organiser busy away ooo vacation parttime admin recruiter recruiting hiring manager sales marketing engineering "
    "hr it finance legal product design"
)
