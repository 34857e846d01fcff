"""
What changed, what the person did, and to which item: what lies there afterwards (contract, sections 4 and 5).

Facts change in many ways, and each of them while the person left an item alone, edited it, moved it, sent it or deleted
it. What the person touched is theirs whatever changes; what nobody touched follows the facts. Which facts a reminder
names is a matter of the templates: where the contract says no more than that facts changed, "changed" stands for what
they name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from daemon.domain.interview import Outcome, Word
from daemon.domain.item import Draft, Kind, Reminder, item_key, item_name
from daemon.domain.occurrence import Attendee, Occurrence, Participation
from daemon.domain.policy import AccountPolicy, Style
from daemon.domain.thanking import EVERYBODY
from daemon.ports import Found, Memory
from integrations.memory import Content, MemoryStore
from tests.engine.world import Killed, World, another_event
from tests.factories import END, START, account, occurrence

#: At the margin what changes, and after the `@` how things stood before (`SCENES`). Below it the items that it could
#: concern (`ITEMS`), with what becomes of each after the person
#:
#:     left all as it was | edited it | moved it (a reminder in time, a draft out of its folder) | sent it | deleted it.
#:
#: left alone: it lies there, byte for byte as it did.    changed: it lies there, at another time or in other words.
#: taken back: Afterword removed it.                      made anew: that, and then made under another name.
#: made: it was not there, and is.                        nothing: it is not there.        -: there is no such case.
#:
#: "It did" is after the person's hand was on it. A row "then review" says what becomes of the review where it matters
#: to it that the person touched the note in the row above: it stays as long as one of the notes does. Likewise
#: "then follow_up" and "then follow_up_note", "then feedback_call" and "then feedback_request": who has sent the note
#: that asks how it stands has asked, the call says whether its draft lies there, and who throws the reminder away has
#: no use for a draft that nobody touched.
TABLE = """
notes are added @ before
    prepare                   left alone  left alone  left alone  -           nothing
notes are added @ after
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
notes are added @ rejected
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             changed     left alone  left alone  -           nothing
an interviewer joins @ before
    prepare                   left alone  left alone  left alone  -           nothing
an interviewer joins @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    thank_you to Pia          made        -           -           -           -
    review                    changed     left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
an interviewer joins @ rejected
    thank_you to Pia          made        -           -           -           -
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             changed     left alone  left alone  -           nothing
an interviewer leaves @ before
    prepare                   left alone  left alone  left alone  -           nothing
an interviewer leaves @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
      then review             -           changed     taken back  taken back  taken back
    thank_you to Omar         taken back  left alone  nothing     nothing     nothing
    review                    changed     left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
an interviewer leaves @ rejected
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
      then review             -           changed     taken back  taken back  taken back
    thank_you to Omar         taken back  left alone  nothing     nothing     nothing
    review                    changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             changed     left alone  left alone  -           nothing
the company is corrected @ before
    prepare                   changed     left alone  left alone  -           nothing
the company is corrected @ after
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    review                    changed     left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
the company is corrected @ rejected
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             changed     left alone  left alone  -           nothing
the role is corrected @ before
    prepare                   changed     left alone  left alone  -           nothing
the role is corrected @ after
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    review                    changed     left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
the role is corrected @ rejected
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             changed     left alone  left alone  -           nothing
moved to later that day @ before
    prepare                   changed     left alone  left alone  -           nothing
moved to later that day @ ended
    prepare                   changed     left alone  left alone  -           nothing
    thank_you to Jane         nothing     -           -           -           -
    follow_up                 left alone  left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
moved by half an hour, and over @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 left alone  left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
moved by half an hour, and over @ rejected
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
moved into the future @ before
    prepare                   changed     left alone  left alone  -           nothing
moved into the future @ after
    prepare                   changed     left alone  left alone  -           nothing
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
      then review             -           changed     taken back  taken back  taken back
    thank_you to Omar         taken back  left alone  nothing     nothing     nothing
      then review             -           changed     taken back  taken back  taken back
    review                    taken back  left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
moved into the future @ rejected
    prepare                   changed     left alone  left alone  -           nothing
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
      then review             -           changed     taken back  taken back  taken back
    review                    taken back  left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
moved into the future, and held @ after
    prepare                   changed     left alone  left alone  -           nothing
    thank_you to Jane         made anew   left alone  nothing     nothing     nothing
      then review             -           changed     made anew   made anew   made anew
    thank_you to Omar         made anew   left alone  nothing     nothing     nothing
      then review             -           changed     made anew   made anew   made anew
    review                    made anew   left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
moved into the future, and held @ rejected
    prepare                   changed     left alone  left alone  -           nothing
    thank_you to Jane         made anew   left alone  nothing     nothing     nothing
      then review             -           changed     made anew   made anew   made anew
    thank_you to Omar         made anew   left alone  nothing     nothing     nothing
      then review             -           changed     made anew   made anew   made anew
    review                    made anew   left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
moved to the day before @ after
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
moved to the day before @ rejected
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
prolonged by ten minutes @ before
    prepare                   left alone  left alone  left alone  -           nothing
prolonged by ten minutes @ during
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         nothing     -           -           -           -
prolonged by ten minutes @ after
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 left alone  left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
prolonged by ten minutes @ rejected
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
prolonged until tonight @ after
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
      then review             -           changed     taken back  taken back  taken back
    thank_you to Omar         taken back  left alone  nothing     nothing     nothing
      then review             -           changed     taken back  taken back  taken back
    review                    taken back  left alone  left alone  -           nothing
    follow_up                 left alone  left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
cancelled @ before
    prepare                   taken back  left alone  left alone  -           nothing
cancelled @ during
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         nothing     -           -           -           -
cancelled @ ended
    thank_you to Jane         nothing     -           -           -           -
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
cancelled @ after
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
cancelled @ rejected
    feedback_call             taken back  left alone  left alone  -           nothing
declined @ before
    prepare                   taken back  left alone  left alone  -           nothing
declined @ ended
    thank_you to Jane         nothing     -           -           -           -
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
declined @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
declined @ rejected
    feedback_call             taken back  left alone  left alone  -           nothing
declined, and accepted again @ before
    prepare                   made anew   left alone  left alone  -           nothing
declined, and accepted again @ ended
    thank_you to Jane         nothing     -           -           -           -
    follow_up                 made anew   left alone  left alone  -           nothing
    feedback_call             made anew   left alone  left alone  -           nothing
declined, and accepted again @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 made anew   left alone  left alone  -           nothing
    feedback_call             made anew   left alone  left alone  -           nothing
untagged @ before
    prepare                   taken back  left alone  left alone  -           nothing
untagged @ ended
    thank_you to Jane         nothing     -           -           -           -
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
untagged @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
untagged, and tagged again @ before
    prepare                   made anew   left alone  left alone  -           nothing
untagged, and tagged again @ ended
    thank_you to Jane         nothing     -           -           -           -
    follow_up                 made anew   left alone  left alone  -           nothing
    feedback_call             made anew   left alone  left alone  -           nothing
untagged, and tagged again @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 made anew   left alone  left alone  -           nothing
    feedback_call             made anew   left alone  left alone  -           nothing
deleted @ before
    prepare                   taken back  left alone  left alone  -           nothing
deleted @ ended
    thank_you to Jane         nothing     -           -           -           -
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
deleted @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
deleted @ rejected
    feedback_call             taken back  left alone  left alone  -           nothing
deleted, and restored @ before
    prepare                   made anew   left alone  left alone  -           nothing
deleted, and restored @ ended
    thank_you to Jane         nothing     -           -           -           -
    follow_up                 made anew   left alone  left alone  -           nothing
    feedback_call             made anew   left alone  left alone  -           nothing
deleted, and restored @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 made anew   left alone  left alone  -           nothing
    feedback_call             made anew   left alone  left alone  -           nothing
rejected @ after
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             made        -           -           -           -
an offer @ after
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             nothing     -           -           -           -
an offer @ rejected
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
withdrawn @ after
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             nothing     -           -           -           -
withdrawn @ rejected
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
advanced @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             nothing     -           -           -           -
advanced @ rejected
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 nothing     -           -           -           -
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
the outcome is taken back @ rejected
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 made        -           -           -           -
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
the outcome is taken back @ offer
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 made        -           -           -           -
    feedback_call             made        -           -           -           -
an offer, and taken back @ after
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 made anew   left alone  left alone  -           nothing
    feedback_call             made anew   left alone  left alone  -           nothing
a decision date is added @ before
    prepare                   left alone  left alone  left alone  -           nothing
a decision date is added @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
a decision date is added @ rejected
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
the next round appears @ before
    prepare                   left alone  left alone  left alone  -           nothing
    prepare for two           made        -           -           -           -
the next round appears @ after
    prepare for two           made        -           -           -           -
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
the next round appears @ rejected
    prepare for two           made        -           -           -           -
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
the next round appears, and is held @ after
    prepare for two           made        -           -           -           -
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    thank_you to Pia of two   made        -           -           -           -
    review                    left alone  left alone  left alone  -           nothing
    review of two             made        -           -           -           -
    follow_up                 taken back  left alone  left alone  -           nothing
    follow_up of two          made        -           -           -           -
    feedback_call             changed     left alone  left alone  -           nothing
Jane again tonight, and is held @ after
    prepare for two           made        -           -           -           -
    thank_you to Omar         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    follow_up of two          made        -           -           -           -
    feedback_call             left alone  left alone  left alone  -           nothing
the next round is cancelled @ next
    prepare for two           taken back  left alone  left alone  -           nothing
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 made        -           -           -           -
    feedback_call             changed     left alone  left alone  -           nothing
the next round appears, and is cancelled @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 made anew   left alone  left alone  -           nothing
    prepare for two           nothing     -           -           -           -
the time zone changes @ before
    prepare                   left alone  left alone  left alone  -           nothing
the time zone changes @ after
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
the time zone changes @ rejected
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             changed     left alone  left alone  -           nothing
reminders.at changes @ before
    prepare                   left alone  left alone  left alone  -           nothing
reminders.at changes @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
reminders.at changes @ rejected
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             changed     left alone  left alone  -           nothing
follow_up.business_days changes @ before
    prepare                   left alone  left alone  left alone  -           nothing
follow_up.business_days changes @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
follow_up.business_days changes @ rejected
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
style becomes one_note @ before
    prepare                   left alone  left alone  left alone  -           nothing
style becomes one_note @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    thank_you to all          nothing     -           -           -           -
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 left alone  left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
style becomes one_note @ rejected
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
style becomes per_person @ one note
    thank_you to all          left alone  left alone  nothing     nothing     nothing
      then review             -           left alone  taken back  taken back  taken back
    thank_you to Jane         nothing     -           -           -           -
    review                    left alone  left alone  left alone  -           nothing
    follow_up                 left alone  left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
moved into the future @ one note
    prepare                   changed     left alone  left alone  -           nothing
    thank_you to all          taken back  left alone  nothing     nothing     nothing
      then review             -           left alone  taken back  taken back  taken back
    review                    taken back  left alone  left alone  -           nothing
moved into the future, and held @ one note
    prepare                   changed     left alone  left alone  -           nothing
    thank_you to all          made anew   left alone  nothing     nothing     nothing
      then review             -           left alone  taken back  taken back  taken back
    review                    made anew   left alone  left alone  -           nothing
an interviewer joins @ one note
    thank_you to all          changed     left alone  nothing     nothing     nothing
    thank_you to Pia          nothing     -           -           -           -
review is switched off @ before
    prepare                   left alone  left alone  left alone  -           nothing
review is switched off @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    taken back  left alone  left alone  -           nothing
    follow_up                 left alone  left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
review is switched off @ rejected
    feedback_call             left alone  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
review is switched off and on @ after
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    review                    made anew   left alone  left alone  -           nothing
    follow_up                 left alone  left alone  left alone  -           nothing
closed @ before
    prepare                   taken back  left alone  left alone  -           nothing
closed, and held @ before
    prepare                   taken back  left alone  left alone  -           nothing
    thank_you to Jane         nothing     -           -           -           -
    follow_up                 nothing     -           -           -           -
closed, and opened again @ before
    prepare                   made anew   left alone  left alone  -           nothing
closed @ during
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         nothing     -           -           -           -
closed @ ended
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         nothing     -           -           -           -
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
closed, and opened again @ ended
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         nothing     -           -           -           -
    follow_up                 made anew   left alone  left alone  -           nothing
    feedback_call             made anew   left alone  left alone  -           nothing
closed @ after
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
    review                    taken back  left alone  left alone  -           nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
closed, and opened again @ after
    thank_you to Jane         made anew   left alone  nothing     nothing     nothing
    thank_you to Omar         made anew   left alone  nothing     nothing     nothing
    review                    made anew   left alone  left alone  -           nothing
    follow_up                 made anew   left alone  left alone  -           nothing
    feedback_call             made anew   left alone  left alone  -           nothing
closed @ next
    prepare for two           taken back  left alone  left alone  -           nothing
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
    review                    taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
closed, and the next round appears @ after
    prepare for two           made        -           -           -           -
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
    feedback_call             taken back  left alone  left alone  -           nothing
notes are added @ asked
    follow_up_note            left alone  left alone  nothing     nothing     nothing
      then follow_up          -           changed     taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
      then follow_up_note     -           left alone  left alone  -           left alone
an interviewer joins @ asked
    follow_up_note            left alone  left alone  nothing     nothing     nothing
Jane leaves @ asked
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
    follow_up_note            changed     left alone  nothing     nothing     nothing
      then follow_up          -           changed     taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
      then follow_up_note     -           changed     changed     -           changed
a recruiter is named @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            changed     left alone  nothing     nothing     nothing
      then follow_up          -           changed     taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
      then follow_up_note     -           changed     changed     -           changed
the company is corrected @ asked
    follow_up_note            changed     left alone  nothing     nothing     nothing
      then follow_up          -           changed     taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
      then follow_up_note     -           changed     changed     -           changed
the role is corrected @ asked
    follow_up_note            changed     left alone  nothing     nothing     nothing
      then follow_up          -           changed     taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
      then follow_up_note     -           changed     changed     -           changed
German is asked for @ asked
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    follow_up_note            changed     left alone  nothing     nothing     nothing
      then follow_up          -           left alone  taken back  taken back  taken back
    follow_up                 left alone  left alone  left alone  -           nothing
      then follow_up_note     -           changed     changed     -           changed
nobody showed up @ asked
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
      then follow_up          -           left alone  taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
moved by half an hour, and over @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            left alone  left alone  nothing     nothing     nothing
      then follow_up          -           left alone  taken back  taken back  taken back
    follow_up                 left alone  left alone  left alone  -           nothing
      then follow_up_note     -           left alone  left alone  -           left alone
    feedback_call             left alone  left alone  left alone  -           nothing
moved to the day before @ asked
    follow_up_note            changed     left alone  nothing     nothing     nothing
      then follow_up          -           changed     taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
      then follow_up_note     -           changed     changed     -           changed
put off by ten days @ asked
    prepare                   changed     left alone  left alone  -           nothing
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
      then follow_up          -           changed     taken back  changed     changed
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
put off by ten days, held and asked @ asked
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
    follow_up_note            made anew   left alone  nothing     nothing     nothing
      then follow_up          -           changed     made anew   changed     changed
    follow_up                 changed     left alone  left alone  -           nothing
      then follow_up_note     -           made anew   made anew   -           taken back
cancelled @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
declined @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
untagged @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
deleted @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
declined, and accepted again @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            made anew   left alone  nothing     nothing     nothing
      then follow_up          -           made anew   taken back  taken back  taken back
    follow_up                 made anew   left alone  left alone  -           nothing
      then follow_up_note     -           made anew   made anew   -           taken back
    feedback_call             made anew   left alone  left alone  -           nothing
untagged, and tagged again @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            made anew   left alone  nothing     nothing     nothing
      then follow_up          -           made anew   taken back  taken back  taken back
    follow_up                 made anew   left alone  left alone  -           nothing
      then follow_up_note     -           made anew   made anew   -           taken back
    feedback_call             made anew   left alone  left alone  -           nothing
rejected @ asked
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             made        -           -           -           -
    feedback_request          nothing     -           -           -           -
rejected by command @ asked
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             made        -           -           -           -
    feedback_request          nothing     -           -           -           -
an offer @ asked
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
an offer by command @ asked
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
withdrawn @ asked
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
advanced @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
advanced by command @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             left alone  left alone  left alone  -           nothing
an offer, and taken back @ asked
    follow_up_note            made anew   left alone  nothing     nothing     nothing
      then follow_up          -           made anew   taken back  taken back  taken back
    follow_up                 made anew   left alone  left alone  -           nothing
      then follow_up_note     -           made anew   made anew   -           taken back
    feedback_call             made anew   left alone  left alone  -           nothing
an offer, and taken back by command @ asked
    follow_up_note            made anew   left alone  nothing     nothing     nothing
      then follow_up          -           made anew   taken back  taken back  taken back
    follow_up                 made anew   left alone  left alone  -           nothing
      then follow_up_note     -           made anew   made anew   -           taken back
    feedback_call             made anew   left alone  left alone  -           nothing
an offer by command, and taken back @ asked
    follow_up_note            made anew   left alone  nothing     nothing     nothing
      then follow_up          -           made anew   taken back  taken back  taken back
    follow_up                 made anew   left alone  left alone  -           nothing
      then follow_up_note     -           made anew   made anew   -           taken back
    feedback_call             made anew   left alone  left alone  -           nothing
closed @ asked
    prepare                   left alone  left alone  left alone  -           nothing
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
    review                    taken back  left alone  left alone  -           nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
closed, and opened again @ asked
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
      then review             -           made anew   taken back  taken back  taken back
    follow_up_note            made anew   left alone  nothing     nothing     nothing
      then follow_up          -           made anew   taken back  taken back  taken back
    follow_up                 made anew   left alone  left alone  -           nothing
      then follow_up_note     -           made anew   made anew   -           taken back
    feedback_call             made anew   left alone  left alone  -           nothing
closed, and rejected by command @ asked
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             made anew   left alone  left alone  -           nothing
    keep_in_touch             made        -           -           -           -
closed, and rejected in the event @ asked
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             taken back  left alone  left alone  -           nothing
the decision was to be yesterday @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            changed     left alone  nothing     nothing     nothing
      then follow_up          -           changed     taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
      then follow_up_note     -           changed     changed     -           changed
    feedback_call             left alone  left alone  left alone  -           nothing
the decision is put off @ asked
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
      then follow_up          -           changed     taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
the decision is put off, and its day comes @ asked
    follow_up_note            made anew   left alone  nothing     nothing     nothing
      then follow_up          -           changed     taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
      then follow_up_note     -           made anew   made anew   -           taken back
    feedback_call             changed     left alone  left alone  -           nothing
the next round appears @ asked
    prepare for two           made        -           -           -           -
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up                 taken back  left alone  left alone  -           nothing
    feedback_call             changed     left alone  left alone  -           nothing
the next round appears, and is cancelled @ asked
    follow_up_note            made anew   left alone  nothing     nothing     nothing
      then follow_up          -           made anew   taken back  taken back  taken back
    follow_up                 made anew   left alone  left alone  -           nothing
      then follow_up_note     -           made anew   made anew   -           taken back
    prepare for two           nothing     -           -           -           -
the next round appears, is held and asked about @ asked
    prepare for two           made        -           -           -           -
    thank_you to Pia of two   nothing     -           -           -           -
    follow_up_note            taken back  left alone  nothing     nothing     nothing
    follow_up_note of two     made        -           -           -           -
    follow_up of two          made        -           -           -           -
follow_up.draft is switched off @ asked
    follow_up_note            taken back  left alone  nothing     nothing     nothing
      then follow_up          -           left alone  taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
follow_up.draft is switched off and on @ asked
    follow_up_note            made anew   left alone  nothing     nothing     nothing
      then follow_up          -           left alone  taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
      then follow_up_note     -           made anew   made anew   -           taken back
style becomes one_note @ asked
    follow_up_note            left alone  left alone  nothing     nothing     nothing
      then follow_up          -           left alone  taken back  taken back  taken back
    follow_up                 left alone  left alone  left alone  -           nothing
      then follow_up_note     -           left alone  left alone  -           left alone
reminders.at changes @ asked
    follow_up_note            left alone  left alone  nothing     nothing     nothing
      then follow_up          -           changed     taken back  taken back  taken back
    follow_up                 changed     left alone  left alone  -           nothing
      then follow_up_note     -           left alone  left alone  -           left alone
follow_up.business_days changes @ asked
    follow_up_note            left alone  left alone  nothing     nothing     nothing
      then follow_up          -           left alone  taken back  taken back  taken back
    follow_up                 left alone  left alone  left alone  -           nothing
      then follow_up_note     -           left alone  left alone  -           left alone
    feedback_call             changed     left alone  left alone  -           nothing
notes are added @ called
    feedback_request          left alone  left alone  nothing     nothing     nothing
      then feedback_call      -           left alone  changed     changed     changed
    feedback_call             left alone  left alone  left alone  -           nothing
      then feedback_request   -           left alone  left alone  -           left alone
an interviewer joins @ called
    thank_you to Pia          made        -           -           -           -
    feedback_request          left alone  left alone  nothing     nothing     nothing
    feedback_call             changed     left alone  left alone  -           nothing
      then feedback_request   -           left alone  left alone  -           left alone
Jane leaves @ called
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
    feedback_request          changed     left alone  nothing     nothing     nothing
    feedback_call             changed     left alone  left alone  -           nothing
      then feedback_request   -           changed     changed     -           changed
a recruiter is named @ called
    feedback_request          left alone  left alone  nothing     nothing     nothing
    feedback_call             changed     left alone  left alone  -           nothing
      then feedback_request   -           left alone  left alone  -           left alone
the company is corrected @ called
    feedback_request          changed     left alone  nothing     nothing     nothing
    feedback_call             changed     left alone  left alone  -           nothing
      then feedback_request   -           changed     changed     -           changed
the role is corrected @ called
    feedback_request          changed     left alone  nothing     nothing     nothing
    feedback_call             changed     left alone  left alone  -           nothing
      then feedback_request   -           changed     changed     -           changed
German is asked for @ called
    feedback_request          changed     left alone  nothing     nothing     nothing
      then feedback_call      -           left alone  changed     changed     changed
    feedback_call             left alone  left alone  left alone  -           nothing
      then feedback_request   -           changed     changed     -           changed
nobody showed up @ called
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
      then feedback_call      -           left alone  changed     changed     changed
    feedback_call             changed     left alone  left alone  -           nothing
a decision date is added @ called
    feedback_request          left alone  left alone  nothing     nothing     nothing
      then feedback_call      -           left alone  changed     changed     changed
    feedback_call             left alone  left alone  left alone  -           nothing
      then feedback_request   -           left alone  left alone  -           left alone
moved by half an hour, and over @ called
    feedback_request          left alone  left alone  nothing     nothing     nothing
      then feedback_call      -           left alone  changed     changed     changed
    feedback_call             left alone  left alone  left alone  -           nothing
      then feedback_request   -           left alone  left alone  -           left alone
moved to the day before @ called
    feedback_request          changed     left alone  nothing     nothing     nothing
      then feedback_call      -           left alone  changed     changed     changed
    feedback_call             left alone  left alone  left alone  -           nothing
      then feedback_request   -           changed     changed     -           changed
cancelled @ called
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
declined @ called
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
untagged @ called
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
deleted @ called
    thank_you to Jane         left alone  left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             left alone  left alone  left alone  -           nothing
declined, and accepted again @ called
    feedback_request          made anew   left alone  nothing     nothing     nothing
    feedback_call             made anew   left alone  left alone  -           nothing
      then feedback_request   -           made anew   made anew   -           taken back
    keep_in_touch             left alone  left alone  left alone  -           nothing
an offer @ called
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
an offer by command @ called
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
withdrawn @ called
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
advanced @ called
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    follow_up                 nothing     -           -           -           -
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
advanced by command @ called
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    follow_up                 nothing     -           -           -           -
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
the outcome is taken back @ called
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    follow_up                 made        -           -           -           -
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
the outcome is taken back by command @ called
    thank_you to Jane         changed     left alone  nothing     nothing     nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    follow_up                 made        -           -           -           -
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
the outcome is taken back, and said again @ called
    feedback_request          taken back  left alone  nothing     nothing     nothing
    follow_up                 nothing     -           -           -           -
    feedback_call             changed     left alone  left alone  -           nothing
    keep_in_touch             made anew   left alone  left alone  -           nothing
the outcome is taken back, said again, and its day comes @ called
    feedback_request          made anew   left alone  nothing     nothing     nothing
    feedback_call             changed     left alone  left alone  -           nothing
      then feedback_request   -           made anew   made anew   -           taken back
    keep_in_touch             made anew   left alone  left alone  -           nothing
closed @ called
    thank_you to Jane         taken back  left alone  nothing     nothing     nothing
    review                    taken back  left alone  left alone  -           nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    feedback_call             taken back  left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
closed, and opened again @ called
    thank_you to Jane         made anew   left alone  nothing     nothing     nothing
    thank_you to Omar         made anew   left alone  nothing     nothing     nothing
    review                    made anew   left alone  left alone  -           nothing
    feedback_request          taken back  left alone  nothing     nothing     nothing
    follow_up                 made        -           -           -           -
    feedback_call             made anew   left alone  left alone  -           nothing
    keep_in_touch             taken back  left alone  left alone  -           nothing
closed, and rejected by command @ called
    thank_you to Jane         made anew   left alone  nothing     nothing     nothing
    thank_you to Omar         made anew   left alone  nothing     nothing     nothing
    review                    made anew   left alone  left alone  -           nothing
    feedback_request          made anew   left alone  nothing     nothing     nothing
    feedback_call             made anew   left alone  left alone  -           nothing
      then feedback_request   -           made anew   made anew   -           taken back
    keep_in_touch             made anew   left alone  left alone  -           nothing
the next round appears @ called
    prepare for two           made        -           -           -           -
    feedback_request          left alone  left alone  nothing     nothing     nothing
      then feedback_call      -           left alone  changed     changed     changed
    feedback_call             left alone  left alone  left alone  -           nothing
      then feedback_request   -           left alone  left alone  -           left alone
    keep_in_touch             taken back  left alone  left alone  -           nothing
feedback_call.draft is switched off @ called
    feedback_request          taken back  left alone  nothing     nothing     nothing
      then feedback_call      -           left alone  changed     changed     changed
    feedback_call             changed     left alone  left alone  -           nothing
feedback_call.draft is switched off and on @ called
    feedback_request          made anew   left alone  nothing     nothing     nothing
      then feedback_call      -           left alone  changed     changed     changed
    feedback_call             changed     left alone  left alone  -           nothing
      then feedback_request   -           made anew   made anew   -           taken back
style becomes one_note @ called
    feedback_request          left alone  left alone  nothing     nothing     nothing
      then feedback_call      -           left alone  changed     changed     changed
    feedback_call             left alone  left alone  left alone  -           nothing
      then feedback_request   -           left alone  left alone  -           left alone
reminders.at changes @ called
    feedback_request          left alone  left alone  nothing     nothing     nothing
    feedback_call             changed     left alone  left alone  -           nothing
      then feedback_request   -           left alone  left alone  -           left alone
    keep_in_touch             changed     left alone  left alone  -           nothing
"""

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)

ME = Attendee("sam@example.com", "Sam Lee", Participation.ACCEPTED)
JANE = Attendee("jane.doe@acme.example", "Jane Doe")
OMAR = Attendee("omar.haddad@acme.example", "Omar Haddad")
PIA = Attendee("pia.roth@acme.example", "Pia Roth")

#: What an item's key is made of: its kind, the event's uid and the recipient.
ITEMS = {
    "prepare": (Kind.PREPARE, "one", ""),
    "thank_you to Jane": (Kind.THANK_YOU, "one", JANE.email),
    "thank_you to Omar": (Kind.THANK_YOU, "one", OMAR.email),
    "thank_you to Pia": (Kind.THANK_YOU, "one", PIA.email),
    "thank_you to all": (Kind.THANK_YOU, "one", EVERYBODY),
    "review": (Kind.REVIEW, "one", ""),
    "follow_up": (Kind.FOLLOW_UP, "one", ""),
    "feedback_call": (Kind.FEEDBACK_CALL, "one", ""),
    "keep_in_touch": (Kind.KEEP_IN_TOUCH, "one", ""),
    "prepare for two": (Kind.PREPARE, "two", ""),
    "thank_you to Pia of two": (Kind.THANK_YOU, "two", PIA.email),
    "review of two": (Kind.REVIEW, "two", ""),
    "follow_up of two": (Kind.FOLLOW_UP, "two", ""),
    "follow_up_note": (Kind.FOLLOW_UP_NOTE, "one", ""),
    "follow_up_note of two": (Kind.FOLLOW_UP_NOTE, "two", ""),
    "feedback_request": (Kind.FEEDBACK_REQUEST, "one", ""),
}
#: Every name that an item could ever have, by item: another one for each time that it is made anew.
NAMES = {
    item: [item_name(item_key("personal", identity, kind, to), generation) for generation in range(6)]
    for item, (kind, identity, to) in ITEMS.items()
}

#: What lies there, by name.
Lying = dict[str, Draft | Reminder]

Step = Callable[[World], None]


# What may change


def event(**changes: Any) -> Step:
    """The person, or who invited them, changes the event."""
    return lambda world: world.change("one", **changes)


def moved(by: timedelta, longer: timedelta = timedelta()) -> Step:
    """The event is at another time."""
    return event(start=START + by, end=END + by + longer)


def says(line: str) -> Step:
    """A line comes to the description."""

    def step(world: World) -> None:
        (one,) = (one for one in world.calendar.occurrences if one.uid == "one")
        world.change("one", description=f"{one.description}\n{line}")

    return step


def another(start: datetime, *guests: Attendee) -> Step:
    """The next round is on the calendar."""
    two = occurrence("two", start=start, end=start + HOUR, attendees=(ME, *guests))
    return lambda world: world.calendar.occurrences.append(two)


def held(end: datetime) -> Step:
    """Time passes until an hour after *end*."""

    def step(world: World) -> None:
        world.now = end + HOUR

    return step


def setting(**changes: Any) -> Step:
    """The person changes the configuration, and starts the program anew."""

    def step(world: World) -> None:
        world.policy = replace(world.policy, policy=replace(world.policy.policy, **changes))
        world.start()

    return step


def early_on(day: datetime) -> Step:
    """Time passes until half past eight in Berlin on *day*: its drafts are due, its reminders are not."""

    def step(world: World) -> None:
        world.now = day.replace(hour=7, minute=30)

    return step


def told(outcome: Outcome | None, *, closes: bool = False) -> Step:
    """The person says it by a command."""

    def step(world: World) -> None:
        world.real_ledger.set_word("personal", "one", Word(outcome, world.now, closes))
        world.start()

    return step


def deleted(uid: str) -> Step:
    """The event is gone from the calendar."""
    return lambda world: world.delete(uid)


def restored(world: World) -> None:
    """The event is back, as it was at first."""
    world.calendar.occurrences.append(INVITATION)


INVITATION = occurrence(attendees=(ME, JANE, OMAR))
ACCEPTED = event(attendees=(ME, JANE, OMAR))
DECLINED = event(attendees=(replace(ME, participation=Participation.DECLINED), JANE, OMAR))
UNTAGGED = event(description="")
TAGGED = event(description="#interview")
CANCELLED = event(is_cancelled=True)
NEXT_ROUND = another(START + WEEK, PIA)
OPENED = told(None)
CLOSED = told(None, closes=True)
#: The business days on which to ask how it stands, and to call after a rejection on the day of the interview.
DAY_OF_FOLLOW_UP = START + WEEK
DAY_OF_CALL = START + 2 * DAY

#: Each step is followed by a pass.
CHANGES: dict[str, tuple[Step, ...]] = {
    "notes are added": (says("notes: the on-call rota"),),
    "an interviewer joins": (event(attendees=(ME, JANE, OMAR, PIA)),),
    "an interviewer leaves": (event(attendees=(ME, JANE)),),
    "the company is corrected": (says("company: Acme Labs"),),
    "the role is corrected": (says("role: Platform Engineer"),),
    "moved to later that day": (moved(4 * HOUR),),
    "moved by half an hour, and over": (moved(30 * MINUTE),),
    "moved into the future": (moved(2 * DAY),),
    "moved into the future, and held": (moved(2 * DAY), held(END + 2 * DAY)),
    "moved to the day before": (moved(-DAY),),
    "prolonged by ten minutes": (moved(timedelta(), longer=10 * MINUTE),),
    "prolonged until tonight": (moved(timedelta(), longer=4 * HOUR),),
    "cancelled": (CANCELLED,),
    "declined": (DECLINED,),
    "declined, and accepted again": (DECLINED, ACCEPTED),
    "untagged": (UNTAGGED,),
    "untagged, and tagged again": (UNTAGGED, TAGGED),
    "deleted": (deleted("one"),),
    "deleted, and restored": (deleted("one"), restored),
    "rejected": (says("outcome: rejected"),),
    "an offer": (event(description="#interview\noutcome: offer"),),
    "withdrawn": (event(description="#interview\noutcome: withdrew"),),
    "advanced": (event(description="#interview\noutcome: advanced"),),
    "the outcome is taken back": (TAGGED,),
    "an offer, and taken back": (says("outcome: offer"), TAGGED),
    "a decision date is added": (says("decision: 2026-12-10"),),
    "the next round appears": (NEXT_ROUND,),
    "the next round appears, and is held": (NEXT_ROUND, held(END + WEEK)),
    "Jane again tonight, and is held": (another(START + 4 * HOUR, JANE), held(END + 4 * HOUR)),
    "the next round is cancelled": (deleted("two"),),
    "the next round appears, and is cancelled": (NEXT_ROUND, lambda world: world.change("two", is_cancelled=True)),
    "the time zone changes": (setting(zone=ZoneInfo("America/New_York")),),
    "reminders.at changes": (setting(reminders_at=time(11, 15)),),
    "follow_up.business_days changes": (setting(follow_up_business_days=3),),
    "style becomes one_note": (setting(style=Style.ONE_NOTE),),
    "style becomes per_person": (setting(style=Style.PER_PERSON),),
    "Jane leaves": (event(attendees=(ME, OMAR)),),
    "a recruiter is named": (says("recruiter: Rita Blum <rita.blum@acme.example>"),),
    "German is asked for": (says("language: de"),),
    "nobody showed up": (says("#noshow"),),
    "put off by ten days": (moved(10 * DAY),),
    "put off by ten days, held and asked": (moved(10 * DAY), early_on(DAY_OF_FOLLOW_UP + 10 * DAY)),
    "rejected by command": (told(Outcome.REJECTED),),
    "an offer by command": (told(Outcome.OFFER),),
    "advanced by command": (told(Outcome.ADVANCED),),
    "an offer, and taken back by command": (says("outcome: offer"), told(None)),
    "an offer by command, and taken back": (told(Outcome.OFFER), told(None)),
    "the outcome is taken back by command": (told(None),),
    "the outcome is taken back, and said again": (TAGGED, says("#rejected")),
    "the outcome is taken back, said again, and its day comes": (TAGGED, says("#rejected"), early_on(START + 6 * DAY)),
    "closed": (CLOSED,),
    "closed, and held": (CLOSED, held(END)),
    "closed, and opened again": (CLOSED, OPENED),
    "closed, and the next round appears": (CLOSED, NEXT_ROUND),
    "closed, and rejected by command": (CLOSED, told(Outcome.REJECTED)),
    "closed, and rejected in the event": (CLOSED, says("#rejected")),
    "the decision was to be yesterday": (says("decision: 2026-12-07"),),
    "the decision is put off": (says("decision: 2026-12-10"),),
    "the decision is put off, and its day comes": (says("decision: 2026-12-10"), early_on(START + 10 * DAY)),
    "the next round appears, is held and asked about": (NEXT_ROUND, early_on(DAY_OF_FOLLOW_UP + WEEK)),
    "follow_up.draft is switched off": (setting(follow_up_draft=False),),
    "follow_up.draft is switched off and on": (setting(follow_up_draft=False), setting(follow_up_draft=True)),
    "feedback_call.draft is switched off": (setting(feedback_call_draft=False),),
    "feedback_call.draft is switched off and on": (
        setting(feedback_call_draft=False),
        setting(feedback_call_draft=True),
    ),
    "review is switched off": (setting(review_enabled=False),),
    "review is switched off and on": (setting(review_enabled=False), setting(review_enabled=True)),
}


# How things stood before


@dataclass(frozen=True)
class Scene:
    """All that there is at one moment."""

    now: datetime
    policy: AccountPolicy
    occurrences: tuple[Occurrence, ...]
    drafts: dict[str, Draft]
    reminders: dict[str, Reminder]
    memory: Memory


#: When a pass was made, after the one of the day before, and what happened next; each is followed by a pass.
SCENES: dict[str, tuple[datetime, tuple[Step, ...]]] = {
    "before": (START - DAY + HOUR, ()),
    "during": (START + 30 * MINUTE, ()),
    "ended": (END + 30 * MINUTE, ()),
    "after": (END + HOUR, ()),
    "rejected": (END + HOUR, (says("#rejected"),)),
    "offer": (END + HOUR, (says("#offer"),)),
    "next": (END + HOUR, (NEXT_ROUND,)),
    "one note": (END + HOUR, ()),
    "asked": (END + HOUR, (early_on(DAY_OF_FOLLOW_UP),)),
    "called": (END + HOUR, (says("#rejected"), early_on(DAY_OF_CALL))),
}
#: What the person wishes in these scenes.
WISHES: dict[str, dict[str, Any]] = {
    "one note": {"style": Style.ONE_NOTE},
    "asked": {"follow_up_draft": True, "feedback_call_draft": True},
    "called": {"follow_up_draft": True, "feedback_call_draft": True},
}


@cache
def scene(name: str) -> Scene:
    """Give the scene *name*, played once."""
    world = World(INVITATION, another_event(), policy=account(**WISHES.get(name, {})))
    world.now = START - DAY
    world.run()
    world.now, steps = SCENES[name]
    world.run()
    for step in steps:
        step(world)
        world.run(MINUTE)
    occurrences = tuple(world.calendar.occurrences)
    played = Scene(world.now, world.policy, occurrences, world.drafts.items, world.reminders.items, world.memory())
    world.real_ledger.close()
    return played


class DeadlyStore(MemoryStore[Content]):
    """A store; while it is armed, the process dies of each write, once that is done."""

    is_armed = False

    def create(self, content: Content, later: Collection[str] = ()) -> Found:
        return self._survive(MemoryStore.create(self, content, later))

    def replace(self, name: str, found: Found, content: Content) -> Found:
        return self._survive(MemoryStore.replace(self, name, found, content))

    def remove(self, name: str, found: Found) -> None:
        MemoryStore.remove(self, name, found)
        self._survive(found)

    def _survive(self, answer: Found) -> Found:
        if self.is_armed:
            raise Killed
        return answer


class Stage(World):
    """A world that stands where a scene ended, with a program that was just started."""

    def __init__(self, before: Scene) -> None:
        super().__init__(*before.occurrences, policy=before.policy)
        self.now = before.now
        self.stores = DeadlyStore[Draft]("mailbox"), DeadlyStore[Reminder]("reminders")
        self.drafts, self.reminders = self.stores
        self.drafts.items.update(before.drafts)
        self.reminders.items.update(before.reminders)
        memory = before.memory
        self.real_ledger.save_interviews(memory.interviews.values(), memory.reads.values(), account="personal")
        self.real_ledger.save_items(list(memory.items.values()))
        for identity, word in memory.words.items():
            self.real_ledger.set_word("personal", identity, word)
        self.start()

    def run_dying(self) -> None:
        """Make a pass that dies of each write and is made again, until one has nothing left to write."""
        for store in self.stores:
            store.is_armed = True
        deaths = sum(1 for _ in iter(self.run_killed, False))
        assert deaths < 20
        for store in self.stores:
            store.is_armed = False

    def lying(self) -> Lying:
        """Everything that lies in the mailbox and among the reminders."""
        return {**self.drafts.items, **self.reminders.items}


# What the person does


class Deed(StrEnum):
    """The columns of the table."""

    NOTHING = "left all as it was"
    EDITED = "edited"
    MOVED = "moved"
    SENT = "sent"
    DELETED = "deleted"


def touch(stage: Stage, item: str, deed: Deed) -> None:
    """Do to *item* what *deed* says."""
    (name,) = lying_as(item, stage.lying())
    if ITEMS[item][0].is_draft:
        draft = stage.drafts.items.pop(name)
        if deed is Deed.EDITED:
            stage.drafts.items[name] = replace(draft, text="In my own words.")
        return
    reminder = stage.reminders.items.pop(name)
    if deed is Deed.EDITED:
        stage.reminders.items[name] = replace(reminder, title="In my own words")
    elif deed is Deed.MOVED:
        stage.reminders.items[name] = replace(reminder, start=reminder.start + DAY, end=reminder.end + DAY)


class Way(StrEnum):
    """Which passes there were."""

    SEEN = "one that saw what the person did, and one after the change"
    UNSEEN = "one that saw what the person did together with the change"
    DYING = "as before, but the program was killed after each thing that it wrote"


# The table, read and held


class Play(NamedTuple):
    """One run: what changes, how things stood, the item that the person touched ("" for none), and how."""

    change: str
    scene: str
    item: str
    deed: Deed


#: By change and scene what becomes of each item that nobody touches.
UNTOUCHED: dict[tuple[str, str], dict[str, str]] = {}
#: By play what becomes of the item that was touched, and of another one on that account.
TOUCHED: dict[Play, dict[str, str]] = {}


def read_table() -> None:
    """Fill `UNTOUCHED` and `TOUCHED`."""
    item = ""
    for line in TABLE.strip().splitlines():
        if not line.startswith(" "):
            change, _, name = line.partition(" @ ")
            continue
        about, *words = re.split(r" {2,}", line.strip())
        other = about.removeprefix("then ")
        item = about if other == about else item
        for deed, word in zip(Deed, words, strict=True):
            if deed is Deed.NOTHING and item == other:
                UNTOUCHED.setdefault((change, name), {})[item] = word
            elif word != "-":
                TOUCHED.setdefault(Play(change, name, item, deed), {})[other] = word


read_table()

GONE = (Deed.MOVED, Deed.SENT, Deed.DELETED)


def plays(change: str, name: str, way: Way) -> Iterator[Play]:
    """Give every run of the cells below *change* `@` *name*."""
    if way is not Way.SEEN:
        yield Play(change, name, "", Deed.NOTHING)
    for play in TOUCHED:
        # A draft that was moved, sent or deleted is gone alike: in each way one of the three is enough.
        is_alike = ITEMS[play.item][0].is_draft and play.deed in GONE
        if play[:2] == (change, name) and not (is_alike and GONE.index(play.deed) != list(Way).index(way)):
            yield play


def lying_as(item: str, lying: Lying) -> Lying:
    """Give what is *lying* under any name that *item* could ever have."""
    return {name: lying[name] for name in NAMES[item] if name in lying}


def became(item: str, left: Lying, now: Lying) -> str:
    """Give the table's word for *item*, from what was *left* there by the person and what lies there *now*."""
    left, now = lying_as(item, left), lying_as(item, now)
    if not now:
        return "taken back" if left else "nothing"
    if not left:
        return "made"
    if left == now:
        return "left alone"
    return "changed" if left.keys() == now.keys() else "made anew"


@pytest.mark.parametrize("way", Way, ids=lambda way: way.name.lower())
@pytest.mark.parametrize(("change", "name"), UNTOUCHED, ids=lambda text: text.replace(" ", "_"))
def test_what_was_touched_stays_and_what_was_not_follows_the_facts(change: str, name: str, way: Way) -> None:
    """Each cell of the table, whatever the passes knew and though they were killed; and then it rests."""
    for play in plays(change, name, way):
        stage = Stage(scene(name))
        if play.item:
            touch(stage, play.item, play.deed)
        left = stage.lying()
        if way is Way.SEEN:
            stage.run(MINUTE)
        for step in CHANGES[change]:
            stage.now += MINUTE
            step(stage)
            if way is Way.DYING:
                stage.run_dying()
            else:
                assert stage.run().exit_status == 0
        now = stage.lying()

        words = {item: became(item, left, now) for item in ITEMS}
        expected = UNTOUCHED[change, name] | TOUCHED.get(play, {})
        assert (play, {item: words[item] for item in expected}) == (play, expected)
        made = {item for item in ITEMS.keys() - expected if words[item] in ("made", "made anew")}
        assert (play, made) == (play, set())
        assert now.keys() <= {name for names in NAMES.values() for name in names}

        assert not stage.run(MINUTE).changed_anything
        assert stage.lying() == now
        if play.item and way is Way.SEEN:
            stage.run(30 * DAY)
            assert lying_as(play.item, stage.lying()) == lying_as(play.item, left)
        stage.real_ledger.close()


@pytest.mark.parametrize("way", [Way.UNSEEN, Way.DYING])
def test_a_review_does_not_name_a_note_that_was_taken_back(way: Way) -> None:
    """Jane's was edited, so that it stays when the interview moves; Omar's is not in the drafts any more."""
    stage = Stage(scene("after"))
    touch(stage, "thank_you to Jane", Deed.EDITED)

    moved(2 * DAY)(stage)
    stage.run_dying() if way is Way.DYING else stage.run()

    (review,) = (one for one in stage.reminders.items.values() if one.kind is Kind.REVIEW)
    assert "Jane" in review.title + review.description
    assert "Omar" not in review.title + review.description
