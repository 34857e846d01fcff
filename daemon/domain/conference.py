"""Descriptions without the blocks in which meeting services say how to dial in; nothing else is said there."""

from __future__ import annotations

import re

#: Lines between which Teams and Google write their block, and nobody else writes anything.
_FENCE = re.compile(r"^[ ]{0,3}(?:_{20,}|-::~[:~]{10,}:?-?|─{20,}|-{5} ?(?:zoom|webex) ?-{5})\s*$", re.IGNORECASE)
_MARK = re.compile(
    r"\bzoom\.(?:us|com)\b|\bteams\.(?:microsoft|live)\.com\b|\bmeet\.google\.com\b|\bwebex\.com\b|\btel\.meet\b"
    r"|\baka\.ms/|microsoft teams|google meet|\bmeeting id\b|\bjoin (?:the |zoom )?meeting\b|besprechungs-id|"
    r"id de (?:la )?réunion",
    re.IGNORECASE,
)
#: Lines of such blocks where they stand without a fence.
_LINE = re.compile(
    r"^[ *•>-]{0,5}(?:"
    r"join (?:zoom|the (?:zoom )?meeting|microsoft teams|with google meet|webex|by (?:phone|video|sip)|"
    r"from the meeting|on your (?:computer|mobile|phone)|with a video|meeting|instructions|via)\b|click here to join\b|"
    r"meeting (?:id|number|url|link|options|password|passcode|key)\b|"
    r"(?:webinar|conference|phone conference|video) id\b|"
    r"(?:pass ?code|access code|host key|tenant key|attendee pin|numeric password)\b|"
    r"one[- ]tap mobile\b|"
    r"dial(?:[ -]in)?\b.{0,20}\b(?:by|number|location|phone)|find (?:your|a) local number\b|more phone numbers\b|"
    r"or (?:dial|call in)\b|video ?conferenc\w+ device\b|download teams\b|join on the web\b|global call-in\b|"
    r"microsoft teams (?:meeting|need help)|need help\?|hilfe benötigt|please do not edit this section|"
    r"[\w.+-]{1,60}@(?:\w[\w-]{0,40}\.)?(?:zoomcrc\.com|webex\.com|teams\.ms|t\.plcm\.vc)\b|"
    r"(?:an der )?microsoft teams[- ]besprechung|besprechungs-id\b|kennungscode\b|nehmen sie .{0,30} teil\b|"
    r"(?:rejoindre|participer à) la réunion\b|id de (?:la )?réunion\b|code secret\b|"
    r"unirse a la reunión\b|id de reunión\b)",
    re.IGNORECASE,
)


def without_conference(text: str) -> str:
    """
    Give *text* (a description as a person sees it) without its conference blocks.

    What stands between two fences of Teams or Google goes as a whole if it speaks of a meeting service; elsewhere only
    lines that such blocks begin with. All else stays, whatever it stands beside.
    """
    if not _MARK.search(text):
        return text
    lines = text.split("\n")
    kept: list[str] = []
    fenced: list[str] | None = None
    for line in lines:
        if _FENCE.match(line):
            if fenced is not None and _MARK.search("\n".join(fenced)):
                fenced = None
                continue
            # The first fence, or one of a pair that held nothing of the kind: another may begin here.
            kept.extend(fenced or ())
            fenced = []
        elif fenced is not None:
            fenced.append(line)
        else:
            kept.append(line)
    kept.extend(fenced or ())
    return "\n".join(line for line in kept if not _LINE.match(line))
