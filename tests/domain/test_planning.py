"""The plan: laws that hold for all of them, and the contract's section 4 case by case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.domain.afterwards import OF_AN_APPLICATION
from daemon.domain.application import applications
from daemon.domain.interview import Interview, Outcome, Standing, Word
from daemon.domain.item import Action, Item, Kind, State
from daemon.domain.occurrence import TimeSpan
from daemon.domain.planning import Intent, Plan, plan
from daemon.domain.policy import AccountPolicy, Style
from tests.factories import BERLIN, END, JANE, OMAR, PIA, START, account, interview

CLOSES = Word(None, START, closes=True)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
AFTER = END + HOUR


def berlin(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def carried_out(intent: Intent, now: datetime) -> Item:
    """What the ledger holds after *intent* was carried out at *now*."""
    before = intent.item or Item(intent.key, "personal", intent.identity, intent.event, intent.kind, intent.due)
    if intent.action is Action.REMOVE:
        return replace(before, state=State.REMOVED, fingerprint="", ref="", facts="", link="")
    assert intent.owed is not None
    return replace(
        before,
        state=State.WRITTEN,
        due=intent.due,
        to=intent.to,
        facts=intent.owed.facts,
        fingerprint="as written",
        ref="somewhere",
        link=f"link:{intent.key}",
        made_at=before.made_at or now,
        generation=before.generation + (before.state is State.REMOVED),
    )


def settle(
    interviews: Iterable[Interview],
    items: Mapping[str, Item],
    now: datetime,
    policy: AccountPolicy,
    busy: Sequence[TimeSpan] = (),
) -> dict[str, Item]:
    """Carry out all that can be done at *now*, until nothing is left to do."""
    result = dict(items)
    for _ in range(5):
        ready = plan(interviews, result, policy, now, busy).ready(now)
        if not ready:
            return result
        result.update({intent.key: carried_out(intent, now) for intent in ready})
    raise AssertionError(f"planning does not come to rest: {ready}")


def live(items: Mapping[str, Item], kind: Kind | None = None) -> list[Item]:
    return [item for item in items.values() if item.is_live and kind in (None, item.kind)]


def of_kind(answer: Plan, kind: Kind) -> list[Intent]:
    return [intent for intent in answer.intents if intent.kind is kind]


def only(answer: Plan, kind: Kind) -> Intent:
    (intent,) = of_kind(answer, kind)
    return intent


def reasons(answer: Plan, kind: Kind | None) -> list[str]:
    return [one.reason for one in answer.declined if one.kind is kind]


class TestLaws:
    """What holds for every plan."""

    people = st.lists(st.sampled_from([JANE, OMAR, PIA]), max_size=3, unique=True).map(tuple)
    worlds = st.lists(
        st.builds(
            lambda number, hours, length, people, names, standing, outcome, no_thanks, seen, line, word: interview(
                f"event {number}",
                start=START + timedelta(hours=hours),
                end=START + timedelta(hours=hours + length),
                interviewers=people,
                company=names[0],
                role=names[1],
                standing=standing,
                outcome=outcome,
                outcome_seen=START + timedelta(hours=hours + seen) if outcome else None,
                no_thanks=no_thanks,
                first_seen=START + timedelta(hours=hours + seen),
                decision_by=(START + timedelta(hours=hours + 24 * line)).date() if line else None,
                keep_in_touch_every=line if line < 4 else None,
                word=replace(word, at=START + timedelta(hours=hours + 2 * seen)) if word else None,
            ),
            st.integers(0, 5),
            st.integers(-200, 400),
            st.integers(0, 9),
            people,
            st.tuples(
                st.sampled_from(["ACME", "ACME", "ACME", "Acme Inc.", "", "Northwind"]),
                st.sampled_from(["", "Backend Engineer", "Analyst"]),
            ),
            st.sampled_from([Standing.ACTIVE, Standing.ACTIVE, Standing.ACTIVE, *Standing]),
            st.sampled_from([None, None, *Outcome]),
            st.sampled_from(["", "", "", "#noshow"]),
            st.integers(-200, 90),
            st.integers(0, 9),
            st.sampled_from([None, None, None, Word(None, START), Word(Outcome.REJECTED, START), CLOSES]),
        ),
        max_size=6,
        unique_by=lambda one: one.identity,
    )
    moments = st.integers(-300, 900).map(lambda hours: START + timedelta(hours=hours))
    drafting = account(follow_up_draft=True, feedback_call_draft=True)
    policies = st.sampled_from([account(), account(style=Style.ONE_NOTE), account(review_enabled=False), drafting])

    @given(worlds, moments, policies, st.randoms(use_true_random=False))
    def test_the_order_of_input_does_not_matter(
        self, world: list[Interview], now: datetime, policy: AccountPolicy, chance: Any
    ) -> None:
        """Shuffled interviews and items give the same plan."""
        items = settle(world, {}, now, policy)
        shuffled, shuffled_items = list(world), list(items.items())
        chance.shuffle(shuffled)
        chance.shuffle(shuffled_items)

        assert plan(shuffled, dict(shuffled_items), policy, now + DAY) == plan(world, items, policy, now + DAY)

    @given(worlds, moments, policies)
    def test_planning_after_applying_is_empty(
        self, world: list[Interview], now: datetime, policy: AccountPolicy
    ) -> None:
        """Once all is done that could be done, nothing more can."""
        items = settle(world, {}, now, policy)

        assert plan(world, items, policy, now).ready(now) == ()

    @settings(max_examples=200)
    @given(worlds, st.lists(st.tuples(moments, st.integers(-90, 90)), min_size=1, max_size=5), policies)
    def test_moves_never_make_a_second_note_for_a_person_and_an_event(
        self, world: list[Interview], steps: list[tuple[datetime, int]], policy: AccountPolicy
    ) -> None:
        """However interviews are moved about, no event has two notes to one person at a time."""
        items: dict[str, Item] = {}
        for now, moved in sorted(steps):
            items = settle(world, items, now, policy)
            notes = [(item.identity, item.to) for item in live(items, Kind.THANK_YOU)]
            assert len(notes) == len(set(notes))
            shift = timedelta(hours=moved)
            world = [replace(one, start=one.start + shift, end=one.end + shift) for one in world]

    @given(worlds, moments, policies)
    def test_what_is_the_persons_is_left_alone(
        self, world: list[Interview], now: datetime, policy: AccountPolicy
    ) -> None:
        """No intent ever names an item that somebody touched, or that was taken back for good."""
        items = settle(world, {}, now, policy)
        touched = {key: replace(item, state=State.YOURS, ref="") for key, item in items.items()}
        undone = {key: replace(item, state=State.REMOVED, is_final=True) for key, item in items.items()}
        changed = [replace(one, notes=("new",), standing=Standing.CANCELLED) for one in world]

        for theirs in (touched, undone):
            for facts in (world, changed):
                assert not {intent.key for intent in plan(facts, theirs, policy, now + DAY).intents} & theirs.keys()

    @given(worlds, moments, policies)
    def test_every_intent_has_a_reason_and_a_due_time(
        self, world: list[Interview], now: datetime, policy: AccountPolicy
    ) -> None:
        """Nothing is planned without words for it."""
        for intent in plan(world, {}, policy, now).intents:
            assert intent.reason
            assert intent.due.tzinfo is not None

    @given(worlds, moments, policies)
    def test_reminders_stand_on_business_days(
        self, world: list[Interview], now: datetime, policy: AccountPolicy
    ) -> None:
        """Follow-ups, feedback calls and keeping in touch stand at reminders.at on a business day."""
        for intent in plan(world, {}, policy, now).intents:
            if intent.kind in (Kind.FOLLOW_UP, Kind.FEEDBACK_CALL, Kind.KEEP_IN_TOUCH):
                local = intent.due.astimezone(BERLIN)
                assert local.weekday() < 5
                assert local.time() == time(9, 30)

    @given(worlds, st.lists(moments, min_size=1, max_size=4), policies)
    def test_an_application_has_one_call_one_request_and_one_contact(
        self, world: list[Interview], moments: list[datetime], policy: AccountPolicy
    ) -> None:
        """However its rounds come together as words are said; and a closed one has nothing left but what is history."""
        items: dict[str, Item] = {}
        for now in sorted(moments):
            items = settle([one for one in world if one.first_seen and one.first_seen <= now], items, now, policy)
            items = settle([replace(one, word=None) for one in world], items, now, policy)
            items = settle(world, items, now, policy)
            for application in applications(world, BERLIN):
                there = Counter(
                    item.kind for one in application.rounds for item in live(items) if item.identity == one.identity
                )
                assert all(there[kind] <= 1 for kind in OF_AN_APPLICATION)
                assert not application.is_closed or set(there) <= {Kind.PREPARE}

    @given(worlds, moments)
    def test_drafts_that_nobody_asked_for_are_not_made(self, world: list[Interview], now: datetime) -> None:
        """By default the thank-you note is the only draft."""
        assert {intent.kind for intent in plan(world, {}, account(), now).intents if intent.kind.is_draft} <= {
            Kind.THANK_YOU
        }

    @given(worlds, moments, policies)
    def test_silence_takes_nothing_back(self, world: list[Interview], now: datetime, policy: AccountPolicy) -> None:
        """Items of interviews that the plan is not told about stay."""
        items = settle(world, {}, now, policy)

        assert plan([], items, policy, now).intents == ()


class TestThankYou:
    """A note for every interviewer within a day."""

    def test_it_is_due_an_hour_after_the_end(self) -> None:
        """60 minutes by default, announced long before."""
        intent = only(plan([interview()], {}, account(), START - DAY), Kind.THANK_YOU)

        assert (intent.action, intent.due, intent.at, intent.to) == (
            Action.CREATE, END + HOUR, END + HOUR, ("jane.doe@acme.example",),
        )  # fmt: skip

    def test_each_of_a_panel_gets_one(self) -> None:
        """Three people, three notes."""
        answer = plan([interview(interviewers=(JANE, OMAR, PIA))], {}, account(), AFTER)

        assert {intent.to for intent in of_kind(answer, Kind.THANK_YOU)} == {
            ("jane.doe@acme.example",), ("omar@acme.example",), ("pia@acme.example",),
        }  # fmt: skip

    def test_one_note_goes_to_all(self) -> None:
        """`one_note` makes one draft with everybody in To."""
        answer = plan([interview(interviewers=(JANE, OMAR))], {}, account(style=Style.ONE_NOTE), AFTER)

        assert only(answer, Kind.THANK_YOU).to == ("jane.doe@acme.example", "omar@acme.example")

    def test_a_changed_style_thanks_nobody_twice(self) -> None:
        """Notes that were begun one by one stay so."""
        world = [interview(interviewers=(JANE, OMAR))]
        items = settle(world, {}, AFTER, account())

        assert not of_kind(plan(world, items, account(style=Style.ONE_NOTE), AFTER), Kind.THANK_YOU)

    def test_a_person_met_twice_on_one_day_gets_one_after_the_last_time(self) -> None:
        """A loop: Jane at two and at four, Omar at four."""
        second = interview("two", start=START + 2 * HOUR, end=END + 2 * HOUR, interviewers=(JANE, OMAR))
        notes = of_kind(plan([interview(), second], {}, account(), START), Kind.THANK_YOU)

        assert sorted((note.to, note.due) for note in notes) == [
            (("jane.doe@acme.example",), END + 3 * HOUR), (("omar@acme.example",), END + 3 * HOUR),
        ]  # fmt: skip

    def test_a_slot_added_after_the_note_brings_no_second_one(self) -> None:
        """Jane was thanked at four; a slot with her at five that day changes nothing."""
        items = settle([interview()], {}, AFTER, account())
        second = interview("two", start=START + 3 * HOUR, end=END + 3 * HOUR)
        later = settle([interview(), second], items, END + DAY, account())

        assert len(live(later, Kind.THANK_YOU)) == 1

    def test_a_person_met_again_on_another_day_gets_another(self) -> None:
        """Two visits, two notes."""
        again = interview("two", start=START + DAY, end=END + DAY)

        assert len(live(settle([interview(), again], {}, AFTER + DAY, account()), Kind.THANK_YOU)) == 2

    def test_a_person_without_an_address_gets_one_without_to(self) -> None:
        """A name is enough for a draft."""
        nameless = replace(JANE, email="")

        assert only(plan([interview(interviewers=(nameless,))], {}, account(), AFTER), Kind.THANK_YOU).to == ()

    def test_after_catch_up_days_it_is_too_late(self) -> None:
        """Known before, but the machine was off for four days: no note, and the reason is told."""
        answer = plan([interview()], {}, account(), END + 4 * DAY)

        assert not of_kind(answer, Kind.THANK_YOU)
        assert any("too late" in reason for reason in reasons(answer, Kind.THANK_YOU))

    def test_within_catch_up_days_it_is_made_at_once(self) -> None:
        """Two days late is better than never."""
        assert only(plan([interview()], {}, account(), END + 2 * DAY), Kind.THANK_YOU).is_ready(END + 2 * DAY)

    def test_what_was_over_for_long_when_first_seen_gets_nothing(self) -> None:
        """No flood at first start."""
        answer = plan([interview(first_seen=END + 4 * DAY)], {}, account(), END + 4 * DAY)

        assert answer.intents == ()
        assert any("first seen" in reason for reason in reasons(answer, None))

    def test_changed_facts_replace_it(self) -> None:
        """The person adds `notes:`."""
        items = settle([interview()], {}, AFTER, account())
        answer = plan([interview(notes=("the on-call rota",))], items, account(), AFTER + HOUR)

        assert only(answer, Kind.THANK_YOU).action is Action.UPDATE

    def test_noshow_takes_it_back(self) -> None:
        """`#noshow` added afterwards: nobody is thanked."""
        items = settle([interview()], {}, AFTER, account())

        intent = only(plan([interview(no_thanks="#noshow")], items, account(), AFTER), Kind.THANK_YOU)
        assert (intent.action, intent.reason) == (Action.REMOVE, "#noshow")

    def test_moved_into_the_future_it_is_taken_back_and_written_anew(self) -> None:
        """The interview was put off for two days after the note was written."""
        items = settle([interview()], {}, AFTER, account())
        moved = [interview(start=START + 2 * DAY, end=END + 2 * DAY)]

        items = settle(moved, items, AFTER + HOUR, account())
        assert not live(items, Kind.THANK_YOU)
        items = settle(moved, items, AFTER + 2 * DAY, account())
        (note,) = live(items, Kind.THANK_YOU)
        assert note.generation == 1

    def test_a_touched_one_counts_when_the_interview_moves(self) -> None:
        """The person sent it already; the new date brings no second."""
        items = settle([interview()], {}, AFTER, account())
        items = {key: replace(item, state=State.YOURS, ref="") for key, item in items.items()}
        moved = [interview(start=START + 2 * DAY, end=END + 2 * DAY)]

        assert not of_kind(plan(moved, items, account(), AFTER + 2 * DAY), Kind.THANK_YOU)

    @pytest.mark.parametrize("standing", [Standing.CANCELLED, Standing.DECLINED, Standing.UNTAGGED, Standing.DELETED])
    def test_no_note_where_nothing_took_place_but_a_written_one_stays(self, standing: Standing) -> None:
        """Before the note: none. Afterwards: it stays, and its review with it."""
        gone = [interview(standing=standing)]
        assert not plan(gone, {}, account(), AFTER).intents

        items = settle(gone, settle([interview()], {}, AFTER, account()), AFTER, account())
        assert {item.kind for item in live(items)} == {Kind.THANK_YOU, Kind.REVIEW}

    def test_a_note_to_a_candidate_is_taken_back(self) -> None:
        """The person was the interviewer after all."""
        items = settle([interview()], {}, AFTER, account())

        assert not live(settle([interview(standing=Standing.HIRING)], items, AFTER, account()))


class TestPrepare:
    """What to ask before it ends."""

    def test_it_stands_before_the_start_and_is_made_at_once(self) -> None:
        """15 minutes before, made as soon as the interview is seen."""
        now = START - 2 * DAY
        intent = only(plan([interview(first_seen=None)], {}, account(), now), Kind.PREPARE)

        assert intent.due == START - timedelta(minutes=15)
        assert intent.is_ready(now)

    def test_on_an_all_day_interview_it_stands_in_the_morning(self) -> None:
        """Not at a quarter to midnight."""
        day = interview(all_day=True, start=berlin(1, 0).astimezone(UTC), end=berlin(2, 0).astimezone(UTC))

        assert only(plan([day], {}, account(), START - 2 * DAY), Kind.PREPARE).due == berlin(1, 8)

    def test_it_moves_along(self) -> None:
        """Rescheduled: updated, not made anew."""
        items = settle([interview()], {}, START - DAY, account())
        intent = only(plan([interview(start=START + DAY, end=END + DAY)], items, account(), START - DAY), Kind.PREPARE)

        assert (intent.action, intent.due) == (Action.UPDATE, START + DAY - timedelta(minutes=15))

    def test_cancelled_before_the_start_it_goes_and_afterwards_it_stays(self) -> None:
        """What has begun needs no tidying."""
        items = settle([interview()], {}, START - DAY, account())
        cancelled = [interview(standing=Standing.CANCELLED)]

        assert only(plan(cancelled, items, account(), START - HOUR), Kind.PREPARE).action is Action.REMOVE
        assert not of_kind(plan(cancelled, items, account(), START + HOUR), Kind.PREPARE)

    def test_it_comes_back_with_the_interview(self) -> None:
        """Cancelled, then on again: a new generation."""
        items = settle([interview()], {}, START - DAY, account())
        items = settle([interview(standing=Standing.CANCELLED)], items, START - DAY, account())
        items = settle([interview()], items, START - DAY, account())

        assert [item.generation for item in live(items, Kind.PREPARE)] == [1]

    def test_nothing_is_made_once_the_interview_has_begun(self) -> None:
        """It would come too late."""
        assert not of_kind(plan([interview()], {}, account(), START), Kind.PREPARE)


class TestReview:
    """Read, add a line, send."""

    def test_it_waits_until_the_notes_lie_in_the_drafts(self) -> None:
        """Announced, but not made before there is something to link to."""
        intent = only(plan([interview()], {}, account(), AFTER), Kind.REVIEW)

        assert intent.waits_for
        assert not intent.is_ready(AFTER)

    def test_there_is_one_for_an_interview(self) -> None:
        """A panel of three has one review that links to three drafts."""
        items = settle([interview(interviewers=(JANE, OMAR, PIA))], {}, AFTER, account())

        (review,) = live(items, Kind.REVIEW)
        assert review.due == AFTER

    def test_at_night_it_stands_at_eight(self) -> None:
        """Notes written at 23:00 are reviewed in the morning."""
        late = interview(start=berlin(1, 21).astimezone(UTC), end=berlin(1, 22).astimezone(UTC))

        (review,) = live(settle([late], {}, berlin(1, 23).astimezone(UTC), account()), Kind.REVIEW)
        assert review.due == berlin(2, 8)

    def test_it_goes_with_the_last_draft(self) -> None:
        """One of two sent: it stays. Both sent: it goes."""
        items = settle([interview(interviewers=(JANE, OMAR))], {}, AFTER, account())
        notes = live(items, Kind.THANK_YOU)
        world = [interview(interviewers=(JANE, OMAR))]

        items[notes[0].key] = replace(notes[0], state=State.YOURS, ref="")
        assert not of_kind(plan(world, items, account(), AFTER + HOUR), Kind.REVIEW)
        items[notes[1].key] = replace(notes[1], state=State.YOURS, ref="")
        assert only(plan(world, items, account(), AFTER + HOUR), Kind.REVIEW).action is Action.REMOVE

    def test_an_edited_draft_still_needs_sending(self) -> None:
        """Touched but not sent: the reminder stays."""
        items = settle([interview()], {}, AFTER, account())
        (note,) = live(items, Kind.THANK_YOU)
        items[note.key] = replace(note, state=State.YOURS)

        assert not of_kind(plan([interview()], items, account(), AFTER + HOUR), Kind.REVIEW)

    def test_it_can_be_switched_off(self) -> None:
        """`review.enabled = false`."""
        assert not live(settle([interview()], {}, AFTER, account(review_enabled=False)), Kind.REVIEW)


class TestFollowUpAndFeedbackCall:
    """What comes when no word comes."""

    def test_without_a_decision_date_it_is_business_days_after(self) -> None:
        """Tuesday and five business days is Tuesday; the call is five more."""
        answer = plan([interview()], {}, account(), AFTER)

        assert only(answer, Kind.FOLLOW_UP).due == berlin(8, 9, 30)
        assert only(answer, Kind.FEEDBACK_CALL).due == berlin(15, 9, 30)
        owed = only(answer, Kind.FEEDBACK_CALL).owed
        assert owed is not None
        assert owed.is_tentative

    def test_a_decision_date_counts(self) -> None:
        """They decide by Friday 11 December: Monday."""
        answer = plan([interview(decision_by=date(2026, 12, 11))], {}, account(), AFTER)

        assert only(answer, Kind.FOLLOW_UP).due == berlin(14, 9, 30)

    def test_a_decision_date_from_before_the_interview_does_not(self) -> None:
        """It was about an earlier round."""
        answer = plan([interview(decision_by=date(2026, 11, 20))], {}, account(), AFTER)

        assert only(answer, Kind.FOLLOW_UP).due == berlin(8, 9, 30)

    def test_public_holidays_are_no_business_days(self) -> None:
        """With 8 December a holiday it is the 9th."""
        answer = plan([interview()], {}, account(holidays=frozenset({date(2026, 12, 8)})), AFTER)

        assert only(answer, Kind.FOLLOW_UP).due == berlin(9, 9, 30)

    def test_an_all_day_interview_ends_with_its_day(self) -> None:
        """Its exclusive end does not count as the next day."""
        day = interview(all_day=True, start=berlin(1, 0).astimezone(UTC), end=berlin(2, 0).astimezone(UTC))

        assert only(plan([day], {}, account(), AFTER), Kind.FOLLOW_UP).due == berlin(8, 9, 30)

    def test_they_are_made_once_the_interview_has_ended(self) -> None:
        """Announced before, made after."""
        answer = plan([interview()], {}, account(), START)

        assert only(answer, Kind.FOLLOW_UP).at == END
        assert only(answer, Kind.FEEDBACK_CALL).at == END

    def test_the_next_round_withdraws_the_follow_up_and_moves_the_call_along(self) -> None:
        """One call for the application, after the last round."""
        items = settle([interview()], {}, AFTER, account())
        next_round = interview("two", start=START + 2 * DAY, end=END + 2 * DAY)
        answer = plan([interview(), next_round], items, account(), AFTER + HOUR)

        follow_ups = {intent.identity: intent.action for intent in of_kind(answer, Kind.FOLLOW_UP)}
        assert follow_ups == {"one": Action.REMOVE, "two": Action.CREATE}
        call = only(answer, Kind.FEEDBACK_CALL)
        assert (call.action, call.due, call.is_ready(AFTER + HOUR)) == (Action.UPDATE, berlin(17, 9, 30), True)

    def test_they_learn_whom_the_person_met(self) -> None:
        """Omar joined in the end: each names him, where it stands."""
        items = settle([interview()], {}, AFTER, account())
        answer = plan([interview(interviewers=(JANE, OMAR))], items, account(), AFTER + HOUR)

        assert only(answer, Kind.FOLLOW_UP).action is Action.UPDATE
        assert only(answer, Kind.FEEDBACK_CALL).action is Action.UPDATE

    def test_a_smaller_catch_up_takes_nothing_back(self) -> None:
        """What was begun is gone through with, whatever the setting says since."""
        seen = interview(first_seen=END + 2 * DAY)
        items = settle([seen], {}, END + 2 * DAY, account())

        answer = plan([seen], items, account(catch_up=HOUR), END + 2 * DAY + HOUR)

        assert live(items)
        assert [one for one in answer.intents if one.action is Action.REMOVE] == []

    def test_cancelled_afterwards_they_go(self) -> None:
        """The draft and its review stay."""
        items = settle([interview()], {}, AFTER, account())
        items = settle([interview(standing=Standing.CANCELLED)], items, AFTER + HOUR, account())

        assert {item.kind for item in live(items)} == {Kind.THANK_YOU, Kind.REVIEW}

    @pytest.mark.parametrize(
        ("outcome", "kept"),
        [
            (Outcome.OFFER, set()),
            (Outcome.WITHDREW, set()),
            (Outcome.ADVANCED, {Kind.FEEDBACK_CALL}),
            (Outcome.REJECTED, {Kind.FEEDBACK_CALL, Kind.KEEP_IN_TOUCH}),
        ],
    )
    def test_an_outcome_decides_what_is_left(self, outcome: Outcome, kept: set[Kind]) -> None:
        """Section 4's last column."""
        items = settle([interview()], {}, AFTER, account())
        told = interview(outcome=outcome, outcome_seen=AFTER + DAY)
        items = settle([told], items, AFTER + DAY, account())

        assert {item.kind for item in live(items)} - {Kind.THANK_YOU, Kind.REVIEW} == kept

    def test_a_rejection_confirms_and_moves_the_call(self) -> None:
        """Two business days after it became known on Wednesday: Friday."""
        told = interview(outcome=Outcome.REJECTED, outcome_seen=AFTER + DAY)
        intent = only(plan([told], {}, account(), AFTER + DAY), Kind.FEEDBACK_CALL)

        assert intent.due == berlin(4, 9, 30)
        assert intent.owed is not None
        assert not intent.owed.is_tentative

    def test_keeping_in_touch_recurs_on_business_days(self) -> None:
        """Four times, every three months, from Wednesday 2 December on."""
        told = interview(outcome=Outcome.REJECTED, outcome_seen=AFTER + DAY)
        intent = only(plan([told], {}, account(), AFTER + DAY), Kind.KEEP_IN_TOUCH)

        assert intent.owed is not None
        starts = [intent.due, *intent.owed.also_at]
        assert [start.astimezone(BERLIN).date().isoformat() for start in starts] == [
            "2027-03-02", "2027-06-02", "2027-09-02", "2027-12-02",
        ]  # fmt: skip

    def test_what_could_not_be_made_in_time_stands_at_the_next_hour_for_reminders(self) -> None:
        """The machine was off on the day of the follow-up; it comes the day after and does not move again."""
        now = berlin(8, 15).astimezone(UTC)
        items = settle([interview()], {}, now, account())
        (follow_up,) = live(items, Kind.FOLLOW_UP)

        assert follow_up.due == berlin(9, 9, 30)
        assert not plan([interview()], items, account(), now + DAY).ready(now + DAY)


def test_a_round_after_the_one_that_says_advanced_is_followed_up() -> None:
    """What was said of the round before is no answer to the next one."""
    first = interview("one", outcome=Outcome.ADVANCED, outcome_seen=AFTER)
    second = interview("two", start=START + 2 * DAY, end=END + 2 * DAY, first_seen=AFTER)
    now = END + 2 * DAY + HOUR

    follow_ups = of_kind(plan([first, second], {}, account(), now), Kind.FOLLOW_UP)
    alone = of_kind(plan([first], {}, account(), now), Kind.FOLLOW_UP)

    assert [one.identity for one in follow_ups] == ["two"]
    assert alone == []


def test_a_note_that_comes_too_late_is_not_waited_for() -> None:
    """No reminder to send it is announced for ever."""
    now = END + 5 * DAY

    answer = plan([interview()], {}, account(), now)

    assert of_kind(answer, Kind.REVIEW) == []
    assert reasons(answer, Kind.THANK_YOU) == ["it is too late for it: catch_up_days have passed"]


def test_what_was_taken_back_for_good_is_not_made_for_the_next_round() -> None:
    """`afterword undo` holds for the person's note of that day, and for the one feedback call of the application."""
    second = interview("two", start=START + 3 * HOUR, end=END + 3 * HOUR)
    items = {
        key: replace(item, state=State.REMOVED, is_final=True, fingerprint="", ref="", facts="")
        for key, item in settle([interview()], {}, AFTER, account()).items()
    }

    answer = plan([interview(), second], items, account(), AFTER + 3 * HOUR)

    assert {intent.kind for intent in answer.intents} == {Kind.FOLLOW_UP}


def test_catching_up_counts_from_the_end() -> None:
    """A long day that was over for less than catch_up_days when it was first seen is thanked for."""
    seen = END + 3 * DAY + 4 * HOUR
    long = interview(end=END + 8 * HOUR, first_seen=seen)

    assert only(plan([long], {}, account(), seen), Kind.THANK_YOU).is_ready(seen)
    assert of_kind(plan([long], {}, account(), seen + 5 * HOUR), Kind.THANK_YOU) == []


def test_a_note_for_a_round_that_was_cancelled_since_counts_for_its_day() -> None:
    """Whom it thanks is not thanked once more for the round that took place."""
    second = interview("two", start=START + 3 * HOUR, end=END + 3 * HOUR)
    items = settle([interview(), second], {}, END + 9 * HOUR, account())
    (note,) = live(items, Kind.THANK_YOU)
    assert note.identity == "two"

    answer = plan([interview(), replace(second, standing=Standing.CANCELLED)], items, account(), END + 10 * HOUR)

    assert [intent.action for intent in of_kind(answer, Kind.THANK_YOU)] in ([], [Action.UPDATE])


def test_a_reminder_that_comes_too_late_is_not_made() -> None:
    """Switched on again weeks after it would have been of use, Afterword asks nobody to follow up."""
    now = berlin(30, 12).astimezone(UTC)

    answer = plan([interview()], {}, account(), now)

    assert of_kind(answer, Kind.FOLLOW_UP) == []
    assert reasons(answer, Kind.FOLLOW_UP) == ["it is too late for it: catch_up_days have passed"]


@pytest.mark.parametrize("action", [Action.CREATE, Action.UPDATE])
def test_what_is_claimed_waits_until_somebody_has_looked(action: Action) -> None:
    """It may have been written: nothing is planned for it, whatever has changed since."""
    items = settle([interview()], {}, AFTER, account())
    (note,) = live(items, Kind.THANK_YOU)
    claim = replace(note, state=State.WRITING, action=action, claimed_at=AFTER, claimed_fingerprint="as written")
    items[note.key] = claim if action is Action.UPDATE else replace(claim, fingerprint="", facts="", made_at=None)

    answer = plan([interview(notes=("what was said",))], items, account(), AFTER + HOUR)

    assert of_kind(answer, Kind.THANK_YOU) == []


def test_a_reminder_that_had_its_hour_is_history() -> None:
    """Whatever changes, it is not written anew: it would ring again."""
    items = settle([interview()], {}, AFTER, account())
    (follow_up,) = live(items, Kind.FOLLOW_UP)
    now = follow_up.due + HOUR

    answer = plan([interview(notes=("what was said",))], items, account(), now)

    assert of_kind(answer, Kind.FOLLOW_UP) == []
    assert only(answer, Kind.FEEDBACK_CALL).action is Action.UPDATE


def test_a_change_that_failed_is_tried_again_in_its_time() -> None:
    """Not before, so that a server in trouble is left alone; and then."""
    items = settle([interview()], {}, AFTER, account())
    (note,) = live(items, Kind.THANK_YOU)
    items[note.key] = replace(note, retry_at=AFTER + 2 * HOUR)

    answer = plan([interview(notes=("what was said",))], items, account(), AFTER + HOUR)

    assert only(answer, Kind.THANK_YOU).at == AFTER + 2 * HOUR


def test_notes_come_first() -> None:
    """They are what must not be late."""
    kinds = [intent.kind.is_draft for intent in plan([interview()], {}, account(), AFTER).ready(AFTER)]

    assert kinds == sorted(kinds, reverse=True)
    assert set(kinds) == {True, False}


def test_people_without_an_address_are_told_apart_by_their_names() -> None:
    """Each of them gets a note, and not two."""
    people = (replace(JANE, email=""), replace(OMAR, email=""))

    items = settle([interview(interviewers=people)], {}, AFTER, account())

    assert len(live(items, Kind.THANK_YOU)) == 2
