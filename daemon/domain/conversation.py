"""Which conversation in the mailbox is the one about an interview, told by its subject (RFC 5322, 3.6.5)."""

from __future__ import annotations

import re
import unicodedata

from daemon.domain.interview import Interview
from daemon.domain.text import fold

#: "Re:", "Fwd:" and what mail programs in other languages write for them.
_PREFIX = re.compile(r"\s*(?:re|fwd?|aw|wg|tr|rép|rv|r|antw|sv|vs)\s*(?:\[\d+\])?\s*:\s*", re.IGNORECASE)
#: What Google Calendar puts before the title of an invitation, and the date that it puts after it.
_INVITATION = re.compile(r"(?:updated |canceled |cancelled )?(?:invitation|event)[^:]*:\s*|\s+@ .*$", re.IGNORECASE)
#: A word that says what such a conversation is about, in the languages that notes are written in.
_INTERVIEW_WORDS = re.compile(
    r"\b(?:interviews?|interviewing|phone screen|screening|onsite|on-site|next steps?|hiring process|application|"
    r"vorstellungsgespräch|bewerbung\w*|kennenlern\w*|gespräch|entretien|candidature|entrevista|candidatura)\b",
    re.IGNORECASE,
)
#: A title with fewer words besides "interview" and the like ("Interview", "Call") could be that of any.
_TELLING = 2
#: Shorter names of companies are found in too many subjects.
_SHORTEST = 3


def bare_subject(subject: str) -> str:
    """Give *subject* on one line and without "Re:" and the like before it."""
    subject = " ".join(subject.split())
    while match := _PREFIX.match(subject):
        subject = subject[match.end() :]
    return subject


def is_about(subject: str, interview: Interview, *, with_interviewer: bool) -> bool:
    """
    Say whether a conversation with that *subject* is about *interview*.

    With an interviewer themselves (*with_interviewer*) a word such as "interview" is enough; a recruiter may be talking
    of several companies, so there company, role or title have to be named.
    """
    words = _words(_INVITATION.sub(" ", bare_subject(subject)))
    title = re.sub(r"#[\w-]+", " ", interview.title)
    named = [_words(interview.company), _words(interview.role)]
    if len(_words(_INTERVIEW_WORDS.sub(" ", title)).split()) >= _TELLING:
        named.append(_words(title))
    if any(len(one.strip()) >= _SHORTEST and one in words for one in named):
        return True
    return with_interviewer and _INTERVIEW_WORDS.search(subject) is not None


def _words(text: str) -> str:
    """Give the words of *text*, folded, each between single spaces, so that whole words are compared."""
    # Word by word: `fold` leaves letters and digits only, and would make one word of all.
    words = (fold(one) for one in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text)))
    return f" {' '.join(filter(None, words))} "
