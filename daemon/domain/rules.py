"""
What is owed for an application: which items should exist, when, and why (contract, section 4).

Pure rules; `planning` compares their answer with what has been made. Nothing here knows whether an item exists, except
where the contract makes it matter: a person is thanked once for a day, and an application has one feedback call.
"""

from __future__ import annotations

from collections.abc import Iterator

from daemon.domain.afterwards import OF_AN_APPLICATION, feedback_call, follow_up, keep_in_touch
from daemon.domain.application import Application
from daemon.domain.basis import Basis
from daemon.domain.item import Kind
from daemon.domain.owed import Declined, Owed
from daemon.domain.reminding import prepare, review
from daemon.domain.superseded import superseded_in
from daemon.domain.thanking import thank_yous

#: Why nothing is owed for an application, and what there is of it goes.
CLOSED = "you closed this application (`afterword close`)"


def owed_for(basis: Basis, application: Application) -> Iterator[Owed | Declined]:
    """Give all that is owed for *application*, and what is not."""
    if application.is_closed:
        for one in application.rounds:
            yield Declined(None, one, CLOSED)
        return
    rounds = []
    for one in application.standing_rounds:
        is_over = one.first_seen is not None and one.first_seen > one.end + basis.policy.catch_up
        # What was begun is gone through with: a smaller catch_up_days takes nothing back.
        if is_over and not any(
            item.is_settled_matter and item.kind not in OF_AN_APPLICATION for item in basis.items_of(one)
        ):
            yield Declined(None, one, "it was over for more than catch_up_days when it was first seen")
        else:
            rounds.append(one)
    notes: dict[str, list[Owed]] = {}
    for note in thank_yous(basis, application, rounds):
        if isinstance(note, Owed):
            notes.setdefault(note.interview.identity, []).append(note)
        yield note
    for one in rounds:
        yield from prepare(basis, application, one)
    if basis.policy.review_enabled:
        newer = superseded_in(application, basis.policy.zone)
        for one in application.rounds:
            yield from review(basis, application, one, notes.get(one.identity, []), newer.get(one.identity))
    if rounds:
        yield from follow_up(basis, application, rounds)
        yield from feedback_call(basis, application, rounds)
        yield from keep_in_touch(basis, application, rounds)
    elif basis.existing_key(application.rounds, Kind.KEEP_IN_TOUCH):
        # It goes with the outcome, and an event that is tidied away has taken nothing back.
        yield from keep_in_touch(basis, application, application.rounds)
