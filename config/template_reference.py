"""
The part of docs/templates.md that lists the templates and their facts: `python -m config.template_reference` writes it.

The names are those of the shipped templates and of what is handed to them; only what they are is said here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from config.made_up import cases
from config.own_parts import names_of
from config.sandbox import FALLBACK

PAGE = Path(__file__).parents[1] / "docs" / "templates.md"
BEGIN = "<!-- written by python -m config.template_reference -->"
END = "<!-- end of what is written -->"

FOLDERS = {
    "thank_you": "The thank-you note. All but the subject is put together from greeting to sign-off.",
    "follow_up_note": "The draft that asks how it stands (`[follow_up] draft = true`). Each of these is needed.",
    "feedback_request": "The draft that asks for the feedback call (`[feedback_call] draft = true`). Each is needed.",
    "reminders": "What stands in your calendar. The first line is the title and is needed, the rest the description.",
    "": "For the whole language.",
}

FILES = {
    "thank_you/subject": "The subject, needed. The last line is taken where no other is shorter than 60 characters.",
    "thank_you/greeting": "The greeting, needed; of the other notes and of words in reminders as well.",
    "thank_you/opening": "The thanks, and what for; needed.",
    "thank_you/appreciation": "How it was.",
    "thank_you/woven": "What you wrote in `notes:`, `asked:` and `next steps:`, a sentence each.",
    "thank_you/interest": "That you would like to go on.",
    "thank_you/close": "What else you offer or wish.",
    "thank_you/signoff": "The line above your signature.",
    "follow_up_note/subject": "The subject, as above.",
    "follow_up_note/opening": "The thanks again.",
    "follow_up_note/ask": "The question how their timeline stands.",
    "follow_up_note/interest": "That you are still interested.",
    "follow_up_note/close": "What else you offer.",
    "follow_up_note/signoff": "The line above your signature.",
    "feedback_request/subject": "The subject, as above.",
    "feedback_request/opening": "The thanks, and that you accept the decision.",
    "feedback_request/purpose": "That it is not to reopen anything.",
    "feedback_request/ask": "The question for a call, or for two lines.",
    "feedback_request/what": "What you would like to know.",
    "feedback_request/way_out": "That a no is in order.",
    "feedback_request/signoff": "The line above your signature.",
    "reminders/prepare": "Before the interview: what to ask.",
    "reminders/review": "The notes lie in your drafts: read and send.",
    "reminders/follow_up": "Ask how it stands.",
    "reminders/feedback_call": "Call, and ask what to improve.",
    "reminders/keep_in_touch": "Keep the contact.",
    "reminders/heard": "How to note an outcome; other reminders include it. It gets their facts.",
    "language": "The language's code and nothing else.",
    "words": "Macros that the others import: dates, lists, `about(role, company)`. Write only what you want otherwise.",
}

FACTS = {
    "company": 'The company, or "".',
    "role": 'The role, or "".',
    "known": "Whether company or role is known.",
    "talk": '"call" for a talk by telephone, else "conversation".',
    "situation": '"rejected", "withdrew", "offer", "recruiter" (a recruiter\'s screen), "passing_on" (to whoever runs '
    'the process, for want of an interviewer), "debrief" (of a take-home), "chat" (a lunch), or "" for any other.',
    "unmet": "Whether whoever is thanked was not met, and only arranged it; in a reminder, whether none of them was.",
    "ended": "When the interview ended: `weekday(ended.weekday())` with the macro of `words.j2`.",
    "form": 'What kind of words `text` is: "topic", "told", "question", "offer", "clause", "fact", "promise", "own", '
    '"owed" (what you were asked for), "next" (what comes next) or "point"; the shipped file shows each in a sentence.',
    "text": "The words, without a full stop.",
    "names": 'Names to greet by, "Jane" or "Dr. Vogel"; empty where one of them is not known.',
    "full_names": "The same with first names, for languages that greet by the whole name.",
    "titled": "Whether one of them has a title.",
    "several": "Whether the note is to more than one person.",
    "met_on": "The day of the last conversation: `short_date(met_on)`.",
    "decision": "The day by which they said that they would decide, or nothing.",
    "recruiter": "Whether it is to somebody who runs the process and was not met in an interview.",
    "label": 'Company and role, else the title of the interview, or "".',
    "day": "The day of the interview.",
    "lines": "Your `notes:` lines, and `notes for NAME:`, `next steps:` and `asked:` with their keys.",
    "people": "Whom to write to or to call, the best first; each has `name`, `contact` (name, number and address), "
    "`greeting`, `full_name` and `titled`.",
    "recruiters": "Whom else; each as in `people`.",
    "numbers": "Whether a telephone number is known.",
    "drafts": "The notes that lie in the drafts, in a review; each has `who` and `link`.",
    "draft": "The draft that was written for it, with `who` and `link`, or nothing.",
    "lacks_address": "Whether one of these drafts has no address yet.",
    "event_link": 'Where the event opens, or "".',
    "join_link": 'Where to join the interview, or "".',
    "asked": "Whether the feedback call was asked for by mail.",
    "tentative": "Whether nothing is decided yet.",
    "sender": "Your name.",
    "newer": "The slot by which this one was perhaps superseded, with `title` and `start`, or nothing.",
}


@lru_cache(maxsize=1)
def facts_of() -> dict[str, tuple[str, ...]]:
    """Give the names of the facts that each template gets, in their order; nothing for those that others include."""
    return {template: tuple(facts) for template, facts in cases()}


def reference() -> str:
    """Give the part of the page, without its marks."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    templates = {name.removeprefix(f"{FALLBACK}/").removesuffix(".j2") for name in names_of(FALLBACK)}
    given = facts_of()
    for folder, about in FOLDERS.items():
        mine = [name for name in FILES if name in templates and name.rpartition("/")[0] == folder]
        yield f"### {f'`{folder}/`' if folder else 'Beside these folders'}\n\n{about}\n"
        yield "| file | what it says |\n|---|---|"
        yield from (f"| `{name.rpartition('/')[2]}.j2` | {FILES[name]} |" for name in mine)
        yield ""
        facts = list(dict.fromkeys(fact for name in mine for fact in given.get(name, ())))
        if facts:
            yield "| fact | known in | what it is |\n|---|---|---|"
            yield from (f"| `{fact}` | {_known_in(fact, mine)} | {FACTS[fact]} |" for fact in facts)
            yield ""


def _known_in(fact: str, templates: Sequence[str]) -> str:
    given = {name.rpartition("/")[2]: facts for name, facts in facts_of().items() if name in templates}
    knowing = [name for name, facts in given.items() if fact in facts]
    lacking = [name for name in given if name not in knowing]
    if not lacking:
        return "all"
    return ("all but " if len(lacking) < len(knowing) else "") + ", ".join(
        f"`{name}`" for name in (lacking if len(lacking) < len(knowing) else knowing)
    )


def with_reference(page: str) -> str:
    """Give *page* with the part between its marks written anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{reference()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_reference(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
