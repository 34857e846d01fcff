"""What comes after the note: drafts and reminders by what became of the application (contract, section 4; issue 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from daemon.domain.interview import Interview, Interviewer, Outcome, Standing, Word
from daemon.domain.item import Action, Item, Kind, State
from daemon.domain.letter import LetterFacts
from daemon.domain.note import NoteFacts
from daemon.domain.owed import Owed
from daemon.domain.planning import Intent, plan
from daemon.domain.rules import CLOSED
from tests.domain.test_planning import berlin, live, of_kind, only, reasons, settle
from tests.factories import BERLIN, END, JANE, OMAR, PIA, START, account, interview

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
AFTER = END + HOUR

#: With the two drafts that are off by default.
DRAFTING = account(follow_up_draft=True, feedback_call_draft=True)
#: The follow-up of Tuesday 1 December stands on the eighth at half past nine; its draft lies there from eight on.
FOLLOW_UP_DAY = berlin(8, 8)
#: Of a rejection that became known on Wednesday the second, the call is on Friday the fourth.
REJECTED: dict[str, Any] = {"outcome": Outcome.REJECTED, "outcome_seen": AFTER + DAY}
CALL_DAY = berlin(4, 8)


def second(days: float = 2, **changes: Any) -> Interview:
    """Give a second round, so many days after the first."""
    return interview("two", start=START + days * DAY, end=END + days * DAY, **changes)


def thrown_away(items: dict[str, Item], kind: Kind, **changes: Any) -> dict[str, Item]:
    """Give *items* after the person deleted the one of *kind*, or did what *changes* say to it."""
    (item,) = live(items, kind)
    return {**items, item.key: replace(item, **({"state": State.YOURS, "ref": ""} | changes))}


def owed(intent: Intent) -> Owed:
    assert intent.owed is not None
    return intent.owed


def letter(intent: Intent) -> LetterFacts:
    note = owed(intent).note
    assert isinstance(note, LetterFacts)
    return note


def days_of(intent: Intent) -> list[str]:
    """Give the days on which a recurring reminder stands."""
    stands = [intent.due, *owed(intent).also_at]
    assert all(one.astimezone(BERLIN).time() == time(9, 30) for one in stands)
    return [one.astimezone(BERLIN).date().isoformat() for one in stands]


class TestDecisionDate:
    """By when they said that they would decide, in whichever round."""

    @pytest.mark.parametrize(
        ("first", "last", "day"),
        [
            (None, None, 10),
            (date(2026, 12, 11), None, 14),
            (date(2026, 12, 2), None, 10),
            (None, date(2026, 12, 11), 14),
            (date(2026, 12, 18), date(2026, 12, 11), 14),
            (date(2026, 12, 18), date(2026, 12, 2), 21),
            (date(2026, 12, 3), None, 4),
        ],
    )
    def test_the_one_named_last_counts_that_is_not_over_at_the_last_round(
        self, first: date | None, last: date | None, day: int
    ) -> None:
        """A day before the last round was about that round."""
        world = [interview(decision_by=first), second(decision_by=last)]

        answer = plan(world, {}, account(), END + 2 * DAY)

        assert only(answer, Kind.FOLLOW_UP).identity == "two"
        assert only(answer, Kind.FOLLOW_UP).due == berlin(day, 9, 30)

    def test_changed_it_moves_the_follow_up_and_the_call(self) -> None:
        """They need another week."""
        items = settle([interview(decision_by=date(2026, 12, 4))], {}, AFTER, account())
        answer = plan([interview(decision_by=date(2026, 12, 11))], items, account(), AFTER + DAY)

        moved = [only(answer, Kind.FOLLOW_UP), only(answer, Kind.FEEDBACK_CALL)]
        assert [(one.action, one.due) for one in moved] == [
            (Action.UPDATE, berlin(14, 9, 30)), (Action.UPDATE, berlin(21, 9, 30)),
        ]  # fmt: skip

    def test_that_of_a_round_which_is_off_does_not_count(self) -> None:
        """It was cancelled, and what was said of it with it."""
        world = [interview(), second(standing=Standing.CANCELLED, decision_by=date(2026, 12, 18))]

        assert only(plan(world, {}, account(), END + 3 * DAY), Kind.FOLLOW_UP).due == berlin(8, 9, 30)


class TestFollowUpNote:
    """A draft that asks how it stands, where it is wanted."""

    def test_it_is_off_by_default(self) -> None:
        """Nobody gets a draft that they have not asked for."""
        assert of_kind(plan([interview()], {}, account(), FOLLOW_UP_DAY), Kind.FOLLOW_UP_NOTE) == []

    @pytest.mark.parametrize(
        ("clock", "due"), [(time(9, 30), berlin(8, 8)), (time(18, 0), berlin(8, 8)), (time(7, 15), berlin(8, 7, 15))]
    )
    def test_it_lies_there_on_the_follow_ups_day(self, clock: time, due: datetime) -> None:
        """At eight, or as early as the reminder."""
        answer = plan([interview()], {}, account(follow_up_draft=True, reminders_at=clock), AFTER)

        found = only(answer, Kind.FOLLOW_UP_NOTE)
        assert (found.action, found.due, found.at) == (Action.CREATE, due, due)

    @pytest.mark.parametrize(
        ("recruiters", "interviewers", "to", "is_recruiter"),
        [
            ((PIA,), (JANE,), ("pia@acme.example",), True),
            ((), (JANE, OMAR), ("jane.doe@acme.example",), False),
            ((), (Interviewer("", "Kim Ro", "Kim"), OMAR), ("omar@acme.example",), False),
            ((), (Interviewer("", "Kim Ro", "Kim"),), (), False),
        ],
    )
    def test_it_goes_to_the_recruiter_else_to_an_interviewer(
        self,
        recruiters: tuple[Interviewer, ...],
        interviewers: tuple[Interviewer, ...],
        to: tuple[str, ...],
        is_recruiter: bool,
    ) -> None:
        """Best to one whose address is known; and it says which of the two it writes to."""
        world = [interview(recruiters=recruiters, interviewers=interviewers)]

        found = only(plan(world, {}, DRAFTING, AFTER), Kind.FOLLOW_UP_NOTE)

        assert found.to == to
        assert letter(found).is_recruiter is is_recruiter

    def test_without_anybody_there_is_none(self) -> None:
        """The reminder stays, and why there is no draft is told."""
        answer = plan([interview(interviewers=())], {}, DRAFTING, AFTER)

        assert of_kind(answer, Kind.FOLLOW_UP_NOTE) == []
        assert reasons(answer, Kind.FOLLOW_UP_NOTE)
        assert only(answer, Kind.FOLLOW_UP)

    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_with_an_outcome_there_is_none_and_an_untouched_one_goes(self, outcome: Outcome) -> None:
        """Whatever became of it, nobody asks how it stands."""
        told = [interview(outcome=outcome, outcome_seen=FOLLOW_UP_DAY + HOUR)]
        assert of_kind(plan(told, {}, DRAFTING, FOLLOW_UP_DAY + HOUR), Kind.FOLLOW_UP_NOTE) == []

        items = settle([interview()], {}, FOLLOW_UP_DAY, DRAFTING)
        found = only(plan(told, items, DRAFTING, FOLLOW_UP_DAY + HOUR), Kind.FOLLOW_UP_NOTE)
        assert found.action is Action.REMOVE
        assert "the outcome is known" in found.reason

        edited = thrown_away(items, Kind.FOLLOW_UP_NOTE, ref="somewhere")
        assert of_kind(plan(told, edited, DRAFTING, FOLLOW_UP_DAY + HOUR), Kind.FOLLOW_UP_NOTE) == []

    def test_with_the_next_round_on_the_calendar_it_goes(self) -> None:
        """They have answered by inviting; the next one is asked about in its turn."""
        items = settle([interview()], {}, FOLLOW_UP_DAY, DRAFTING)
        notes = of_kind(plan([interview(), second(10)], items, DRAFTING, FOLLOW_UP_DAY + HOUR), Kind.FOLLOW_UP_NOTE)

        assert {(one.identity, one.action) for one in notes} == {("one", Action.REMOVE), ("two", Action.CREATE)}

    def test_when_its_day_moves_it_is_taken_back_and_written_anew(self) -> None:
        """They said on the eighth that it will take until the eleventh."""
        items = settle([interview()], {}, FOLLOW_UP_DAY, DRAFTING)
        told = [interview(decision_by=date(2026, 12, 11))]

        taken_back = settle(told, items, FOLLOW_UP_DAY + HOUR, DRAFTING)
        assert live(taken_back, Kind.FOLLOW_UP_NOTE) == []
        assert live(settle(told, taken_back, berlin(14, 7, 59), DRAFTING), Kind.FOLLOW_UP_NOTE) == []
        (anew,) = live(settle(told, taken_back, berlin(14, 8), DRAFTING), Kind.FOLLOW_UP_NOTE)
        assert anew.generation == 1

    @pytest.mark.parametrize(
        "changes",
        [{}, {"state": State.REMOVED, "is_final": True, "fingerprint": ""}],
        ids=["deleted", "undone"],
    )
    def test_where_the_person_threw_the_follow_up_away_there_is_none(self, changes: dict[str, Any]) -> None:
        """They want nothing of it."""
        items = thrown_away(settle([interview()], {}, AFTER, DRAFTING), Kind.FOLLOW_UP, **changes)

        answer = plan([interview()], items, DRAFTING, FOLLOW_UP_DAY)

        assert of_kind(answer, Kind.FOLLOW_UP_NOTE) == []
        assert "threw its reminder away" in " ".join(reasons(answer, Kind.FOLLOW_UP_NOTE))

    def test_where_the_person_edited_the_follow_up_it_is_written(self) -> None:
        """Their own words in the reminder are no refusal."""
        items = thrown_away(settle([interview()], {}, AFTER, DRAFTING), Kind.FOLLOW_UP, ref="somewhere")

        assert only(plan([interview()], items, DRAFTING, FOLLOW_UP_DAY), Kind.FOLLOW_UP_NOTE).is_ready(FOLLOW_UP_DAY)

    def test_where_it_was_no_show_there_is_none(self) -> None:
        """Nobody was met who could say how it stands."""
        answer = plan([interview(no_thanks="#noshow")], {}, DRAFTING, FOLLOW_UP_DAY)

        assert of_kind(answer, Kind.FOLLOW_UP_NOTE) == []
        assert reasons(answer, Kind.FOLLOW_UP_NOTE) == ["#noshow"]

    def test_the_reminder_links_to_it(self) -> None:
        """By half past nine it names the draft that lies there since eight; then nothing is left to do."""
        before = settle([interview()], {}, AFTER, DRAFTING)
        (note,) = of_kind(plan([interview()], before, DRAFTING, FOLLOW_UP_DAY), Kind.FOLLOW_UP_NOTE)
        items = settle([interview()], before, FOLLOW_UP_DAY, DRAFTING)
        (old,), (new,) = live(before, Kind.FOLLOW_UP), live(items, Kind.FOLLOW_UP)

        assert (old.due, old.facts) != (new.due, new.facts)
        assert old.due == new.due
        assert [one.key for one in live(items, Kind.FOLLOW_UP_NOTE)] == [note.key]

    def test_weeks_later_it_is_not_written_any_more(self) -> None:
        """Switched on again in the new year, Afterword asks nobody about December."""
        now = berlin(30, 12)

        assert of_kind(plan([interview()], {}, DRAFTING, now), Kind.FOLLOW_UP_NOTE) == []

    def test_its_words_know_the_decision_date(self) -> None:
        """It may say that they wanted to decide by then."""
        found = only(plan([interview(decision_by=date(2026, 12, 11))], {}, DRAFTING, AFTER), Kind.FOLLOW_UP_NOTE)

        assert (letter(found).decision_by, letter(found).met_on) == (date(2026, 12, 11), date(2026, 12, 1))


class TestFeedbackRequest:
    """A draft that asks for the feedback call, where it is wanted."""

    def test_it_is_off_by_default(self) -> None:
        """Nobody gets a draft that they have not asked for."""
        assert of_kind(plan([interview(**REJECTED)], {}, account(), CALL_DAY), Kind.FEEDBACK_REQUEST) == []

    def test_it_lies_there_on_the_calls_day(self) -> None:
        """Two business days after the rejection became known, at eight."""
        found = only(plan([interview(**REJECTED)], {}, DRAFTING, AFTER + DAY), Kind.FEEDBACK_REQUEST)

        assert (found.action, found.due, found.to) == (Action.CREATE, CALL_DAY, ("jane.doe@acme.example",))

    @pytest.mark.parametrize("outcome", [None, Outcome.ADVANCED, Outcome.OFFER, Outcome.WITHDREW])
    def test_it_is_written_after_a_rejection_only(self, outcome: Outcome | None) -> None:
        """As long as the call is a mere possibility, and where nobody has to be asked, there is none."""
        told = interview(outcome=outcome, outcome_seen=AFTER if outcome else None)

        for day in (AFTER, berlin(8, 12), berlin(15, 12)):
            assert of_kind(plan([told], {}, DRAFTING, day), Kind.FEEDBACK_REQUEST) == []

    @pytest.mark.parametrize(
        ("interviewers", "recruiters", "to"),
        [((JANE,), (PIA,), ("jane.doe@acme.example",)), ((), (PIA,), ("pia@acme.example",))],
    )
    def test_it_goes_to_somebody_who_was_met_else_to_the_recruiter(
        self, interviewers: tuple[Interviewer, ...], recruiters: tuple[Interviewer, ...], to: tuple[str, ...]
    ) -> None:
        """Who was met can say what to work on; a recruiter is the fall-back."""
        world = [interview(interviewers=interviewers, recruiters=recruiters, **REJECTED)]

        assert only(plan(world, {}, DRAFTING, CALL_DAY), Kind.FEEDBACK_REQUEST).to == to

    def test_who_was_met_last_is_asked_first(self) -> None:
        """Omar of the second round, not Jane of the first; the call names both."""
        told = second(1, interviewers=(OMAR,), outcome=Outcome.REJECTED, outcome_seen=END + DAY + HOUR)
        answer = plan([interview(), told], {}, DRAFTING, END + DAY + HOUR)

        assert only(answer, Kind.FEEDBACK_REQUEST).to == ("omar@acme.example",)
        assert owed(only(answer, Kind.FEEDBACK_CALL)).contacts == (OMAR, JANE)

    def test_an_application_has_one(self) -> None:
        """Also when the round whose name it bears is struck from the calendar afterwards."""
        told = interview(outcome=Outcome.REJECTED, outcome_seen=END + 2 * DAY)
        world = [told, second(1)]
        now = berlin(7, 8)
        items = settle(world, {}, now, DRAFTING)
        assert len(live(items, Kind.FEEDBACK_REQUEST)) == 1

        after = settle([told, second(1, standing=Standing.DELETED)], items, now + HOUR, DRAFTING)

        assert [item.key for item in live(after, Kind.FEEDBACK_REQUEST)] == [
            item.key for item in live(items, Kind.FEEDBACK_REQUEST)
        ]

    def test_when_the_rejection_is_taken_back_it_goes_unless_it_was_touched(self) -> None:
        """It was a mistake; what the person has made their own is theirs."""
        items = settle([interview(**REJECTED)], {}, CALL_DAY, DRAFTING)

        assert only(plan([interview()], items, DRAFTING, CALL_DAY), Kind.FEEDBACK_REQUEST).action is Action.REMOVE
        edited = thrown_away(items, Kind.FEEDBACK_REQUEST, ref="somewhere")
        assert of_kind(plan([interview()], edited, DRAFTING, CALL_DAY), Kind.FEEDBACK_REQUEST) == []

    def test_where_the_person_threw_the_call_away_there_is_none(self) -> None:
        """They do not want to call."""
        items = thrown_away(settle([interview()], {}, AFTER, DRAFTING), Kind.FEEDBACK_CALL)

        answer = plan([interview(**REJECTED)], items, DRAFTING, CALL_DAY)

        assert of_kind(answer, Kind.FEEDBACK_REQUEST) == []
        assert "threw its reminder away" in " ".join(reasons(answer, Kind.FEEDBACK_REQUEST))

    def test_where_it_was_no_show_there_is_none(self) -> None:
        """Nobody was met who could say what to work on."""
        answer = plan([interview(no_thanks="#noshow", **REJECTED)], {}, DRAFTING, CALL_DAY)

        assert of_kind(answer, Kind.FEEDBACK_REQUEST) == []


class TestKeepInTouch:
    """The contact after a rejection, by the person's line."""

    @pytest.mark.parametrize(
        ("first", "last", "days"),
        [
            (None, None, ["2027-03-02", "2027-06-02", "2027-09-02", "2027-12-02"]),
            (6, None, ["2027-06-02", "2027-12-02", "2028-06-02", "2028-12-04"]),
            (6, 1, ["2027-01-04", "2027-02-02", "2027-03-02", "2027-04-02"]),
            (0, 6, ["2027-06-02", "2027-12-02", "2028-06-02", "2028-12-04"]),
        ],
    )
    def test_the_line_of_the_last_round_that_has_one_counts(
        self, first: int | None, last: int | None, days: list[str]
    ) -> None:
        """Every so many months after the second of December, on business days; else as configured."""
        world = [interview(keep_in_touch_every=first), second(0.1, keep_in_touch_every=last, **REJECTED)]

        assert days_of(only(plan(world, {}, account(), AFTER + DAY), Kind.KEEP_IN_TOUCH)) == days

    def test_no_says_no_and_takes_it_back(self) -> None:
        """`keep_in_touch: no`, put down before or afterwards."""
        no = [interview(keep_in_touch_every=0, **REJECTED)]
        items = settle([interview(**REJECTED)], {}, AFTER + DAY, account())

        assert of_kind(plan(no, {}, account(), AFTER + DAY), Kind.KEEP_IN_TOUCH) == []
        assert reasons(plan(no, {}, account(), AFTER + DAY), Kind.KEEP_IN_TOUCH)
        assert only(plan(no, items, account(), AFTER + 2 * DAY), Kind.KEEP_IN_TOUCH).action is Action.REMOVE

    def test_it_goes_with_the_rejection_and_stays_with_a_tidied_calendar(self) -> None:
        """A mistake is taken back; an event that is deleted after months takes nothing back."""
        items = settle([interview(**REJECTED)], {}, AFTER + DAY, account())
        gone = interview(standing=Standing.DELETED, **REJECTED)

        assert only(plan([interview()], items, account(), AFTER + 2 * DAY), Kind.KEEP_IN_TOUCH).action is Action.REMOVE
        assert of_kind(plan([gone], items, account(), AFTER + 90 * DAY), Kind.KEEP_IN_TOUCH) == []

    def test_a_changed_line_moves_it(self) -> None:
        """The one reminder, and no second beside it."""
        items = settle([interview(**REJECTED)], {}, AFTER + DAY, account())
        found = only(
            plan([interview(keep_in_touch_every=6, **REJECTED)], items, account(), AFTER + 2 * DAY), Kind.KEEP_IN_TOUCH
        )

        assert found.action is Action.UPDATE
        assert days_of(found)[0] == "2027-06-02"

    @pytest.mark.parametrize("role", ["Backend Engineer", "Data Analyst"])
    def test_a_new_interview_with_the_company_ends_it(self, role: str) -> None:
        """In touch again anyway: it is not made, and one that was made goes, with the reason."""
        world = [interview(**REJECTED), second(60, role=role)]
        items = settle(world[:1], {}, AFTER + DAY, account())
        now = AFTER + 30 * DAY

        assert of_kind(plan(world, {}, account(), now), Kind.KEEP_IN_TOUCH) == []
        found = only(plan(world, items, account(), now), Kind.KEEP_IN_TOUCH)
        assert found.action is Action.REMOVE
        assert "in touch again" in found.reason

    def test_an_interview_with_another_company_does_not(self) -> None:
        """The contact with the first is kept."""
        world = [interview(**REJECTED), second(60, company="Northwind")]
        items = settle(world[:1], {}, AFTER + DAY, account())

        assert of_kind(plan(world, items, account(), AFTER + 2 * DAY), Kind.KEEP_IN_TOUCH) == []
        assert len(live(items, Kind.KEEP_IN_TOUCH)) == 1

    def test_made_late_it_has_only_what_lies_ahead(self) -> None:
        """The new interview fell through in April: the first time is over, three are left."""
        told = interview(**REJECTED)
        items = settle([told, second(60)], settle([told], {}, AFTER + DAY, account()), AFTER + 30 * DAY, account())
        assert live(items, Kind.KEEP_IN_TOUCH) == []

        off = [told, second(60, standing=Standing.CANCELLED)]
        april = datetime(2027, 4, 1, 12, tzinfo=BERLIN)
        assert days_of(only(plan(off, items, account(), april), Kind.KEEP_IN_TOUCH)) == [
            "2027-06-02", "2027-09-02", "2027-12-02",
        ]  # fmt: skip
        assert of_kind(plan(off, items, account(), april + 300 * DAY), Kind.KEEP_IN_TOUCH) == []

    def test_what_was_made_in_time_keeps_its_days(self) -> None:
        """Its first time over, it is not written anew without it."""
        items = settle([interview(**REJECTED)], {}, AFTER + DAY, account())
        april = datetime(2027, 4, 1, 12, tzinfo=BERLIN)

        assert of_kind(plan([interview(**REJECTED)], items, account(), april), Kind.KEEP_IN_TOUCH) == []

    def test_it_names_whom_to_write_to(self) -> None:
        """Everybody who was met, the last first; else the recruiter."""
        met = plan([interview(), second(0.1, interviewers=(OMAR,), **REJECTED)], {}, account(), AFTER + DAY)
        nobody = plan([interview(interviewers=(), recruiters=(PIA,), **REJECTED)], {}, account(), AFTER + DAY)

        assert owed(only(met, Kind.KEEP_IN_TOUCH)).contacts == (OMAR, JANE)
        assert owed(only(nobody, Kind.KEEP_IN_TOUCH)).contacts == (PIA,)


class TestClosed:
    """Once over, over: `afterword close`."""

    closed = Word(None, AFTER + HOUR, closes=True)
    opened = Word(None, AFTER + 3 * HOUR)
    world = (interview(), second(6))

    def told(self, word: Word) -> list[Interview]:
        """Give the rounds with *word* on the first."""
        return [replace(self.world[0], word=word), self.world[1]]

    def test_nothing_is_owed(self) -> None:
        """For none of its rounds, and why is told for each."""
        answer = plan(self.told(self.closed), {}, DRAFTING, AFTER + 2 * HOUR)

        assert answer.intents == ()
        assert reasons(answer, None) == [CLOSED, CLOSED]

    def test_everything_untouched_goes_with_the_reason(self) -> None:
        """Drafts and reminders, also what prepares for the round to come."""
        items = settle(self.world, {}, AFTER, DRAFTING)
        answer = plan(self.told(self.closed), items, DRAFTING, AFTER + 2 * HOUR)

        assert {one.key for one in answer.intents} == {item.key for item in live(items)}
        assert {one.kind for one in answer.intents} >= {Kind.THANK_YOU, Kind.REVIEW, Kind.PREPARE}
        assert {(one.action, one.reason, one.is_final) for one in answer.intents} == {(Action.REMOVE, CLOSED, False)}

    def test_what_prepared_for_an_interview_that_was_held_stays(self) -> None:
        """It is history."""
        items = settle([interview()], {}, START - DAY, account())
        answer = plan([interview(word=self.closed)], items, account(), AFTER + 2 * HOUR)

        assert len(live(items, Kind.PREPARE)) == 1
        assert of_kind(answer, Kind.PREPARE) == []

    def test_what_the_person_touched_stays(self) -> None:
        """It is theirs."""
        items = {key: replace(item, state=State.YOURS) for key, item in settle(self.world, {}, AFTER, DRAFTING).items()}

        assert plan(self.told(self.closed), items, DRAFTING, AFTER + 2 * HOUR).intents == ()

    def test_opened_again_all_is_owed_again(self) -> None:
        """`afterword outcome EVENT none`: everything comes back, under the next name."""
        items = settle(self.world, {}, AFTER, DRAFTING)
        after = settle(self.told(self.closed), items, AFTER + 2 * HOUR, DRAFTING)
        assert live(after) == []

        again = settle(self.told(self.opened), after, AFTER + 4 * HOUR, DRAFTING)

        assert {item.key for item in live(again)} == {item.key for item in live(items)}
        assert {item.generation for item in live(again)} == {1}

    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_an_outcome_in_an_event_changes_nothing(self, outcome: Outcome) -> None:
        """The person is done with it."""
        told = interview(word=self.closed, outcome=outcome, outcome_seen=AFTER + 2 * HOUR)

        assert plan([told], {}, DRAFTING, AFTER + 2 * HOUR).intents == ()

    def test_an_interview_that_comes_later_is_a_new_application(self) -> None:
        """All of it is owed for that, and nothing for the old one."""
        later = second(6, first_seen=AFTER + 3 * HOUR)
        answer = plan([interview(word=self.closed), later], {}, DRAFTING, AFTER + 4 * HOUR)

        assert {one.identity for one in answer.intents} == {"two"}


class TestThanksAfterARejection:
    """A note that is still due when the word has come."""

    @pytest.mark.parametrize("word", ["an event's", "a command's"])
    def test_it_is_written_in_other_words_whichever_round_the_word_is_in(self, word: str) -> None:
        """It knows the outcome, and an untouched one from before is replaced."""
        last = second(1)
        seen = last.end + 10 * timedelta(minutes=1)
        told = (
            interview(outcome=Outcome.REJECTED, outcome_seen=seen)
            if word == "an event's"
            else interview(word=Word(Outcome.REJECTED, seen))
        )
        (note,) = [
            one for one in of_kind(plan([told, last], {}, account(), seen), Kind.THANK_YOU) if one.identity == "two"
        ]
        facts = owed(note).note
        assert isinstance(facts, NoteFacts)
        assert facts.outcome is Outcome.REJECTED

        before = settle([interview(), last], {}, last.end + HOUR, account())
        changed = of_kind(plan([told, last], before, account(), last.end + HOUR), Kind.THANK_YOU)
        assert {(one.identity, one.action) for one in changed} >= {("two", Action.UPDATE)}

    def test_an_outcome_of_another_application_changes_no_note(self) -> None:
        """Rejected as an analyst, thanked as an engineer."""
        other = second(0.1, role="Data Analyst", outcome=Outcome.REJECTED, outcome_seen=AFTER)
        notes = of_kind(plan([interview(), other], {}, account(), AFTER), Kind.THANK_YOU)
        facts = {one.identity: owed(one).note for one in notes}

        assert isinstance(facts["one"], NoteFacts)
        assert facts["one"].outcome is None


@pytest.mark.parametrize("second_word", ["an event's", "a command's"])
def test_a_rejection_that_is_said_again_is_known_since_the_first_time(second_word: str) -> None:
    """What became known was seen first then: a call that was made does not ring again, and contact is not put off."""
    told = interview(**REJECTED)
    again = AFTER + 20 * DAY
    items = settle([told], {}, AFTER + DAY, account())
    world = (
        [told, second(0.1, outcome=Outcome.REJECTED, outcome_seen=again)]
        if second_word == "an event's"
        else [replace(told, word=Word(Outcome.REJECTED, again))]
    )
    known = [told, second(0.1)] if second_word == "an event's" else [told]
    items = settle(known, items, AFTER + DAY, account())

    answer = plan(world, items, account(), again)

    assert of_kind(answer, Kind.FEEDBACK_CALL) == []
    assert of_kind(answer, Kind.KEEP_IN_TOUCH) == []
