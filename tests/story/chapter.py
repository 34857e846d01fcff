"""
The chapter: what the person does in the calendar, the drafts and the terminal, and what lies there after it.

Sam Lee looks for a job in Berlin in the spring of 2027, when Easter (26 to 29 March) and summer time (28 March) come.
Northwind says no after three rounds, Larkspur Labs makes an offer, and with Tidewater Sam is through after one. A step
names what is other than before (`shape`); its texts stand in `texts.txt`.
"""

from __future__ import annotations

from tests.story.people import (
    AGAIN,
    AGENCY,
    DENTIST,
    FINAL,
    HELEN,
    INES,
    MARA,
    OLGA,
    PAULA,
    PIET,
    SCREEN,
    TEAM,
    TECHNICAL,
    TIDEWATER,
    TOMAS,
    YUSUF,
)
from tests.story.shape import Draft, Edits, Meeting, Puts, Reminder, Row, Says, Sends, Step, Why

_PAULA, _INES, _TOMAS, _HELEN, _MARA, _YUSUF, _OLGA, _PIET = (
    f"{name} <{address}>" for name, address in (PAULA, INES, TOMAS, HELEN, MARA, YUSUF, OLGA, PIET)
)
_NORTHWIND, _LARKSPUR, _TIDEWATER = (
    "Northwind, Backend Engineer",
    "Larkspur Labs, Platform Engineer",
    "Tidewater, Data Engineer",
)
_ONLY_IF = "If you were not selected: feedback call –"

FINAL_NOTED = FINAL.adding("decision: 2027-03-31", "notes: the move from nightly batches to events")
FINAL_REJECTED = FINAL_NOTED.adding("#rejected")


def _prepare(when: str, meeting: Meeting, label: str) -> Reminder:
    return Reminder("prepare", when, f"Prepare: ask how you did – {label}", f"prepare: {meeting.name}")


def _review(when: str, who: str, company: str) -> Reminder:
    return Reminder("review", when, f"Read and send: thank-you to {who} ({company})", f"review: {who}")


def _thanks(to: str, subject: str, when: str, text: str) -> Draft:
    return Draft("thank_you", to, subject, when, text)


def _follow_up(when: str, label: str, text: str) -> Reminder:
    return Reminder("follow_up", when, f"Follow up: {label}", text)


def _maybe_call(when: str, label: str, text: str) -> Reminder:
    return Reminder("feedback_call", when, f"{_ONLY_IF} {label}", text, is_tentative=True)


CHAPTER = [
    # Two invitations for the first week.
    Step(
        "Mon 15 Mar 2027 09:00",
        [Puts(DENTIST), Puts(SCREEN), Puts(AGENCY)],
        {
            "prepare screen": _prepare("Tue 16 Mar 2027 09:45", SCREEN, _NORTHWIND),
            "prepare agency": _prepare("Thu 18 Mar 2027 15:45", AGENCY, _LARKSPUR),
        },
    ),
    # It ended at half past ten: what comes later is there from then on, the note an hour later. One asks five business
    # days after it, and would call another five after that, past Good Friday and Easter Monday.
    Step("Tue 16 Mar 2027 10:29"),
    Step(
        "Tue 16 Mar 2027 11:29",
        then={
            "follow-up Northwind": _follow_up("Tue 23 Mar 2027 09:30", _NORTHWIND, "follow-up after screen"),
            "call Northwind": _maybe_call("Thu 01 Apr 2027 09:30", _NORTHWIND, "call after screen"),
        },
    ),
    Step(
        "Tue 16 Mar 2027 11:30",
        then={
            "note to Paula": _thanks(
                _PAULA, "Thank you for our call – Backend Engineer", "Tue 16 Mar 2027 11:30", "note to Paula"
            ),
            "review screen": _review("Tue 16 Mar 2027 11:30", "Paula Reyes", "Northwind"),
        },
    ),
    Step("Tue 16 Mar 2027 12:30", [Sends(PAULA[1])], {"note to Paula": None, "review screen": None}),
    # The next round is on the calendar: nothing is to be asked any more, and the call moves along.
    Step(
        "Wed 17 Mar 2027 09:00",
        [Puts(TECHNICAL)],
        {
            "prepare technical": _prepare("Fri 19 Mar 2027 13:45", TECHNICAL, _NORTHWIND),
            "follow-up Northwind": None,
            "call Northwind": _maybe_call("Tue 06 Apr 2027 09:30", _NORTHWIND, "call before technical"),
        },
    ),
    Step(
        "Thu 18 Mar 2027 17:50",
        then={
            "note to Mara": _thanks(
                _MARA,
                "Thank you for our call about the Platform Engineer role",
                "Thu 18 Mar 2027 17:50",
                "note to Mara",
            ),
            "review agency": _review("Thu 18 Mar 2027 17:50", "Mara Quill", "Larkspur Labs"),
            "follow-up Larkspur": _follow_up("Thu 25 Mar 2027 09:30", _LARKSPUR, "follow-up after agency"),
            "call Larkspur": _maybe_call("Mon 05 Apr 2027 09:30", _LARKSPUR, "call after agency"),
        },
    ),
    Step("Thu 18 Mar 2027 18:30", [Sends(MARA[1])], {"note to Mara": None, "review agency": None}),
    # The agency has rung up; that it goes on is all there is to ask.
    Step(
        "Fri 19 Mar 2027 09:00",
        [Puts(TIDEWATER), Says(["outcome", "Brightdesk", "advanced"], ["Larkspur Labs, Platform Engineer: advanced."])],
        {
            "follow-up Larkspur": None,
            "prepare tidewater": _prepare("Mon 22 Mar 2027 09:45", TIDEWATER, _TIDEWATER),
        },
    ),
    Step(
        "Fri 19 Mar 2027 16:35",
        then={
            "note to Ines": _thanks(
                _INES, "Thank you – interview with Northwind", "Fri 19 Mar 2027 16:35", "note to Ines"
            ),
            "note to Tomas": _thanks(
                _TOMAS, "Thank you for our conversation – Northwind", "Fri 19 Mar 2027 16:35", "note to Tomas"
            ),
            "review technical": Reminder(
                "review",
                "Fri 19 Mar 2027 16:35",
                f"Read and send: 2 thank-you notes – {_NORTHWIND}",
                "review of technical",
            ),
            "follow-up Northwind": _follow_up("Tue 30 Mar 2027 09:30", _NORTHWIND, "follow-up after technical"),
            "call Northwind": _maybe_call("Tue 06 Apr 2027 09:30", _NORTHWIND, "call after technical"),
        },
    ),
    Step(
        "Sat 20 Mar 2027 10:00",
        [Sends(INES[1]), Sends(TOMAS[1])],
        {"note to Ines": None, "note to Tomas": None, "review technical": None},
    ),
    # Both go on.
    Step(
        "Mon 22 Mar 2027 09:00",
        [Puts(FINAL), Puts(TEAM)],
        {
            "prepare final": _prepare("Wed 24 Mar 2027 10:45", FINAL, _NORTHWIND),
            "prepare team": _prepare("Tue 30 Mar 2027 14:45", TEAM, _LARKSPUR),
            "follow-up Northwind": None,
            "call Northwind": _maybe_call("Fri 09 Apr 2027 09:30", _NORTHWIND, "call before final"),
            "call Larkspur": _maybe_call("Tue 13 Apr 2027 09:30", _LARKSPUR, "call before team"),
        },
        board=[
            Row(
                "Tidewater",
                "Data Engineer",
                "interview",
                ["tidewater"],
                ["Olga Brandt", "Piet de Vries"],
                next=("prepare", "Mon 22 Mar 2027 09:45", True),
            ),
            Row(
                "Northwind",
                "Backend Engineer",
                "interview",
                ["screen", "technical", "final"],
                ["Paula Reyes", "Ines Vogel", "Tomas Berg", "Dr. Helen Okafor"],
                ["Paula Reyes"],
                next=("prepare", "Wed 24 Mar 2027 10:45", True),
            ),
            Row(
                "Larkspur Labs",
                "Platform Engineer",
                "interview",
                ["agency", "team"],
                ["Mara Quill", "Yusuf Demir"],
                ["Mara Quill"],
                outcome="advanced",
                next=("prepare", "Tue 30 Mar 2027 14:45", True),
            ),
        ],
        why={
            "technical": Why(
                read=[
                    ("interviewers", "Ines Vogel, Tomas Berg"),
                    ("phone", "+49 30 5550142"),
                    ("phone", "+49 171 5550143"),
                    ("company", "Northwind"),
                    ("application", "round 2 of 3: Northwind, Backend Engineer"),
                ],
                items=[
                    # There is one for all rounds together.
                    ("feedback_call", "written"),
                    ("follow_up", "removed"),
                    ("prepare", "written"),
                    ("review", "removed"),
                    ("thank_you", "yours"),
                    ("thank_you", "yours"),
                ],
                reasons=["the next interview of this application is on the calendar"],
            ),
            "agency": Why(
                read=[
                    ("interviewers", "Mara Quill"),
                    ("company", "Larkspur Labs"),
                    ("application", "round 1 of 2: Larkspur Labs, Platform Engineer"),
                    ("outcome", "advanced"),
                ],
                items=[
                    ("feedback_call", "written"),
                    ("follow_up", "removed"),
                    ("prepare", "written"),
                    ("review", "removed"),
                    ("thank_you", "yours"),
                ],
                reasons=["if you were not selected: 5 business days after the follow-up"],
            ),
        },
    ),
    Step(
        "Mon 22 Mar 2027 12:05",
        then={
            "note to Olga": _thanks(
                _OLGA, "Data Engineer interview – thank you", "Mon 22 Mar 2027 12:05", "note to Olga"
            ),
            "note to Piet": _thanks(
                _PIET,
                "Thank you for our conversation about the Data Engineer role",
                "Mon 22 Mar 2027 12:05",
                "note to Piet",
            ),
            "review tidewater": Reminder(
                "review",
                "Mon 22 Mar 2027 12:05",
                f"Read and send: 2 thank-you notes – {_TIDEWATER}",
                "review of tidewater",
            ),
            "follow-up Tidewater": _follow_up("Wed 31 Mar 2027 09:30", _TIDEWATER, "follow-up after tidewater"),
            "call Tidewater": _maybe_call("Wed 07 Apr 2027 09:30", _TIDEWATER, "call after tidewater"),
        },
    ),
    # It is not for Sam: a word to Olga, and an end. What Sam has written stays.
    Step(
        "Mon 22 Mar 2027 13:00",
        [
            Edits(OLGA[1], "note to Olga in Sam's words"),
            Says(["close", "Tidewater"], ["Tidewater, Data Engineer: closed.", "Took back 1 draft and 3 reminders."]),
        ],
        {
            "note to Olga": _thanks(
                _OLGA, "Data Engineer interview – thank you", "Mon 22 Mar 2027 13:00", "note to Olga in Sam's words"
            ),
            "note to Piet": None,
            "review tidewater": None,
            "follow-up Tidewater": None,
            "call Tidewater": None,
        },
    ),
    Step(
        "Wed 24 Mar 2027 13:05",
        then={
            "note to Helen": _thanks(
                _HELEN, "Thank you – Backend Engineer interview", "Wed 24 Mar 2027 13:05", "note to Helen"
            ),
            "review final": _review("Wed 24 Mar 2027 13:05", "Dr. Helen Okafor", "Northwind"),
            "follow-up Northwind": _follow_up("Fri 02 Apr 2027 09:30", _NORTHWIND, "follow-up after final"),
            "call Northwind": _maybe_call("Fri 09 Apr 2027 09:30", _NORTHWIND, "call after final"),
        },
    ),
    # Sam writes down what they said: the note has it, and what comes later stands on other days.
    Step(
        "Wed 24 Mar 2027 14:00",
        [Puts(FINAL_NOTED)],
        {
            "note to Helen": _thanks(
                _HELEN,
                "Thank you – Backend Engineer interview",
                "Wed 24 Mar 2027 14:00",
                "note to Helen with what was noted",
            ),
            "follow-up Northwind": _follow_up("Thu 01 Apr 2027 09:30", _NORTHWIND, "follow-up after the decision day"),
            "call Northwind": _maybe_call("Thu 08 Apr 2027 09:30", _NORTHWIND, "call after final"),
        },
    ),
    Step("Thu 25 Mar 2027 08:00", [Sends(HELEN[1])], {"note to Helen": None, "review final": None}),
    # An offer before the hour has passed: the note that is still due is written in other words.
    Step("Tue 30 Mar 2027 16:05", [Puts(TEAM.adding("#offer"))], {"call Larkspur": None}),
    Step(
        "Tue 30 Mar 2027 16:50",
        then={
            "note to Yusuf": _thanks(
                _YUSUF,
                "Platform Engineer interview – thank you",
                "Tue 30 Mar 2027 16:50",
                "note to Yusuf after the offer",
            ),
            "review team": _review("Tue 30 Mar 2027 16:50", "Yusuf Demir", "Larkspur Labs"),
        },
    ),
    Step("Wed 31 Mar 2027 08:30", [Sends(YUSUF[1])], {"note to Yusuf": None, "review team": None}),
    # The day of the decision has passed without a word.
    Step("Thu 01 Apr 2027 07:59"),
    Step(
        "Thu 01 Apr 2027 08:00",
        then={
            "note that asks": Draft(
                "follow_up_note",
                _PAULA,
                "Backend Engineer interview – next steps",
                "Thu 01 Apr 2027 08:00",
                "note that asks how it stands",
            ),
            "follow-up Northwind": _follow_up("Thu 01 Apr 2027 09:30", _NORTHWIND, "follow-up with its note"),
        },
    ),
    # Sam asks at once: the reminder to ask never rings.
    Step("Thu 01 Apr 2027 08:40", [Sends(PAULA[1])], {"note that asks": None, "follow-up Northwind": None}),
    # On Saturday the answer is in the letterbox. Tuesday is the second business day after it.
    Step(
        "Sat 03 Apr 2027 11:00",
        [Puts(FINAL_REJECTED)],
        {
            "call Northwind": Reminder(
                "feedback_call", "Tue 06 Apr 2027 09:30", f"Feedback call: {_NORTHWIND}", "confirmed call"
            ),
            # 3 July is a Saturday, 3 October a Sunday and a holiday.
            "contact": Reminder(
                "keep_in_touch",
                "Mon 05 Jul 2027 09:30",
                f"Keep in touch: {_NORTHWIND}",
                "keep in touch",
                also=("Mon 04 Oct 2027 09:30", "Mon 03 Jan 2028 09:30", "Mon 03 Apr 2028 09:30"),
            ),
        },
        board=[
            Row(
                "Northwind",
                "Backend Engineer",
                "rejected",
                ["screen", "technical", "final"],
                ["Paula Reyes", "Ines Vogel", "Tomas Berg", "Dr. Helen Okafor"],
                ["Paula Reyes"],
                outcome="rejected",
                decision_by="2027-03-31",
                next=("feedback_request", "Tue 06 Apr 2027 08:00", False),
            ),
            Row(
                "Larkspur Labs",
                "Platform Engineer",
                "offer",
                ["agency", "team"],
                ["Mara Quill", "Yusuf Demir"],
                ["Mara Quill"],
                outcome="offer",
            ),
            Row(
                "Tidewater",
                "Data Engineer",
                "closed",
                ["tidewater"],
                ["Olga Brandt", "Piet de Vries"],
            ),
        ],
        why={
            "final": Why(
                read=[
                    ("outcome", "rejected"),
                    ("decision", "2027-03-31"),
                    ("application", "round 3 of 3: Northwind, Backend Engineer"),
                ],
                items=[
                    ("feedback_call", "written"),
                    ("feedback_request", "planned"),
                    ("follow_up", "removed"),
                    ("follow_up_note", "yours"),
                    ("keep_in_touch", "written"),
                    ("prepare", "written"),
                    ("review", "removed"),
                    ("thank_you", "yours"),
                ],
                reasons=["not selected: every 3 months, 4 times", "the outcome is known: rejected"],
            ),
            "tidewater": Why(
                read=[("outcome", "closed")],
                items=[
                    ("feedback_call", "removed"),
                    ("follow_up", "removed"),
                    ("prepare", "written"),
                    ("review", "removed"),
                    ("thank_you", "removed"),
                    ("thank_you", "yours"),
                ],
                reasons=["you closed this application"],
            ),
        },
    ),
    Step(
        "Tue 06 Apr 2027 08:00",
        then={
            "request": Draft(
                "feedback_request",
                _HELEN,
                "Thank you, and a short request – Backend Engineer",
                "Tue 06 Apr 2027 08:00",
                "request",
            ),
            "call Northwind": Reminder(
                "feedback_call",
                "Tue 06 Apr 2027 09:30",
                f"Feedback call: {_NORTHWIND}",
                "confirmed call with its request",
            ),
        },
    ),
    # Sam asks by mail, an hour before it rings; Ines and Tomas could be called still, but nobody is asked twice.
    Step(
        "Tue 06 Apr 2027 08:30",
        [Sends(HELEN[1])],
        {
            "request": None,
            "call Northwind": Reminder(
                "feedback_call", "Tue 06 Apr 2027 09:30", f"Feedback call: {_NORTHWIND}", "confirmed call once asked"
            ),
        },
    ),
    # It has rung once, and every three months is too often. 3 October 2028 is a Tuesday, and a holiday.
    Step(
        "Mon 05 Jul 2027 10:00",
        [Puts(FINAL_REJECTED.adding("keep_in_touch: every 6 months"))],
        {
            "contact": Reminder(
                "keep_in_touch",
                "Mon 04 Oct 2027 09:30",
                f"Keep in touch: {_NORTHWIND}",
                "keep in touch",
                also=("Mon 03 Apr 2028 09:30", "Wed 04 Oct 2028 09:30", "Tue 03 Apr 2029 09:30"),
            )
        },
        board=[
            Row(
                "Northwind",
                "Backend Engineer",
                "rejected",
                ["screen", "technical", "final"],
                ["Paula Reyes", "Ines Vogel", "Tomas Berg", "Dr. Helen Okafor"],
                ["Paula Reyes"],
                outcome="rejected",
                decision_by="2027-03-31",
                next=("keep_in_touch", "Mon 04 Oct 2027 09:30", True),
            )
        ],
    ),
    # They write by themselves: the contact is there, and it all begins anew.
    Step(
        "Mon 13 Sep 2027 09:00",
        [Puts(AGAIN)],
        {
            "contact": None,
            "prepare again": _prepare("Thu 16 Sep 2027 14:45", AGAIN, "Northwind, Staff Engineer"),
        },
        board=[
            Row(
                "Northwind",
                "Staff Engineer",
                "interview",
                ["again"],
                ["Dr. Helen Okafor"],
                next=("prepare", "Thu 16 Sep 2027 14:45", True),
            ),
        ],
        why={
            "final": Why(
                read=[
                    ("keep in touch", "every 6 months"),
                    ("application", "round 3 of 3: Northwind, Backend Engineer"),
                ],
                items=[
                    ("feedback_call", "written"),
                    ("feedback_request", "yours"),
                    ("follow_up", "removed"),
                    ("follow_up_note", "yours"),
                    ("keep_in_touch", "removed"),
                    ("prepare", "written"),
                    ("review", "removed"),
                    ("thank_you", "yours"),
                ],
                reasons=["you are in touch again: another interview with them is on 2027-09-16"],
            ),
            "again": Why(
                read=[("application", "round 1 of 1: Northwind, Staff Engineer")],
                items=[
                    ("feedback_call", "planned"),
                    ("follow_up", "planned"),
                    ("follow_up_note", "planned"),
                    ("prepare", "written"),
                    ("review", "planned"),
                    ("thank_you", "planned"),
                ],
            ),
        },
    ),
    Step(
        "Thu 16 Sep 2027 17:05",
        then={
            "note to Helen": _thanks(
                _HELEN, "Staff Engineer interview – thank you", "Thu 16 Sep 2027 17:05", "note to Helen in September"
            ),
            "review again": _review("Thu 16 Sep 2027 17:05", "Dr. Helen Okafor", "Northwind"),
            "follow-up again": _follow_up(
                "Thu 23 Sep 2027 09:30", "Northwind, Staff Engineer", "follow-up in September"
            ),
            "call again": _maybe_call("Thu 30 Sep 2027 09:30", "Northwind, Staff Engineer", "call in September"),
        },
    ),
]
