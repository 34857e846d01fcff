"""A pass over an account, told as what a person would see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.domain.errors import AuthorisationError, GoneError, RefusedError, TemporaryError
from daemon.domain.interview import Standing
from daemon.domain.item import Kind, Reminder, State
from daemon.domain.occurrence import Attendee, Participation
from daemon.ports import Found, Unreadable
from integrations.memory import Fault
from tests.engine.world import Killed, World, another_event
from tests.factories import END, START, account, occurrence

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
AFTERWARDS = [Kind.FEEDBACK_CALL, Kind.FOLLOW_UP, Kind.REVIEW]


def panel(count: int = 3) -> tuple[Attendee, ...]:
    me = Attendee("sam@example.com", "Sam Lee", Participation.ACCEPTED)
    names = [("Jane", "Doe"), ("Omar", "Haddad"), ("Pia", "Roth")][:count]
    return me, *(Attendee(f"{first}.{last}@acme.example".lower(), f"{first} {last}") for first, last in names)


def test_an_interview_that_is_over_brings_a_note_and_reminders() -> None:
    """The whole way, once."""
    world = World(occurrence(), another_event())

    report = world.run()

    (note,) = world.drafts.items.values()
    assert [one.email for one in note.to] == ["jane.doe@acme.example"]
    assert note.text.startswith("Hi Jane,")
    assert world.kinds() == AFTERWARDS
    assert (report.created.drafts, report.created.reminders, report.exit_status) == (1, 3, 0)
    assert note.name in next(one for one in world.reminders.items.values() if one.kind is Kind.REVIEW).description


def test_a_second_pass_does_nothing() -> None:
    """Running again makes nothing new."""
    world = World(occurrence())
    world.run()
    before = (dict(world.drafts.items), dict(world.reminders.items))

    report = world.run(HOUR)

    assert not report.changed_anything
    assert (world.drafts.items, world.reminders.items) == before


def test_a_coming_interview_is_prepared_and_then_thanked_for() -> None:
    """Seen a day before: a reminder; an hour after its end: the note."""
    world = World(occurrence())
    world.now = START - DAY
    world.run()
    assert world.kinds() == [Kind.PREPARE]

    world.now = END + HOUR
    world.run()

    assert world.kinds() == sorted([*AFTERWARDS, Kind.PREPARE])
    assert len(world.drafts.items) == 1


def test_added_notes_are_woven_into_the_untouched_draft() -> None:
    """The draft is replaced in place."""
    world = World(occurrence())
    world.run()
    (name,) = world.drafts.items

    world.change("one", description="#interview\nnotes: the on-call rota")
    report = world.run(HOUR)

    assert report.updated.drafts == 1
    assert "on-call rota" in world.drafts.items[name].text


def test_a_touched_draft_is_the_persons() -> None:
    """Edited: never changed again, whatever the event says."""
    world = World(occurrence())
    world.run()
    (name,) = world.drafts.items
    mine = replace(world.drafts.items[name], text="My own words")
    world.drafts.items[name] = mine

    world.change("one", description="#interview\nnotes: the on-call rota")
    world.run(HOUR)

    assert world.drafts.items == {name: mine}
    assert world.state(Kind.THANK_YOU) is State.YOURS


def test_a_sent_note_is_not_made_again_and_its_review_goes() -> None:
    """Sent or deleted, the draft is gone; so is the reminder to send it."""
    world = World(occurrence())
    world.run()
    world.drafts.items.clear()

    world.run(HOUR)

    assert not world.drafts.items
    assert Kind.REVIEW not in world.kinds()
    assert world.state(Kind.THANK_YOU) is State.YOURS


def test_deleted_reminders_are_not_made_again() -> None:
    """Not one, and not all with their calendar."""
    world = World(occurrence())
    world.run()
    world.reminders.items.clear()

    world.run(HOUR)
    world.run(HOUR)

    assert not world.reminders.items


def test_what_the_person_deleted_before_the_ledger_knew_of_it_is_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that remembers a deleted name says so; the item is not made under another one."""
    world = World(occurrence())
    monkeypatch.setattr(world.reminders, "create", _gone)

    report = world.run()
    world.run(HOUR)

    assert not report.errors
    assert {item.state for item in world.memory().items.values() if not item.kind.is_draft} == {State.YOURS}


def _gone(content: Reminder, later: Collection[str]) -> Found:
    raise GoneError("reminders", "It was deleted.")


def test_a_lost_login_is_no_reason_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the person has logged in, the next pass writes what the last one could not."""
    world = World(occurrence())
    monkeypatch.setattr(world.drafts.faults, "error", AuthorisationError("mailbox", "Log in."))
    world.drafts.faults.at = dict.fromkeys(range(1, 20), Fault.BEFORE)
    assert world.run().needs_login

    world.drafts.faults.at = {}
    world.run(timedelta(seconds=1))

    assert world.drafts.items


@pytest.mark.parametrize("how", ["cancelled", "deleted", "untagged", "declined"])
def test_what_no_longer_takes_place_takes_its_reminders_along(how: str) -> None:
    """Before the interview: everything goes."""
    world = World(occurrence(), another_event())
    world.now = START - DAY
    world.run()
    assert world.kinds() == [Kind.PREPARE]

    match how:
        case "cancelled":
            world.change("one", is_cancelled=True)
        case "deleted":
            world.delete("one")
        case "untagged":
            world.change("one", description="")
        case "declined":
            me = Attendee("sam@example.com", "Sam Lee", Participation.DECLINED)
            world.change("one", attendees=(me, *occurrence().attendees[1:]))
    world.run(HOUR)
    world.run(3 * DAY)

    assert not world.kinds()
    assert not world.drafts.items
    assert world.memory().interviews["one"].standing is Standing(how)


def test_a_source_that_cannot_be_read_takes_nothing_back() -> None:
    """Silence is no cancellation; the pass says what failed and does what else is due."""
    world = World(occurrence())
    world.now = START - DAY
    world.run()
    world.calendar.error = TemporaryError("work", "The folder is gone.")
    world.now = END + HOUR

    report = world.run()

    assert report.exit_status == 1
    assert len(world.drafts.items) == 1, "the interview is known: its note is written all the same"
    assert Kind.PREPARE in world.kinds()


def test_a_suddenly_empty_source_takes_nothing_back() -> None:
    """A calendar that held events and now holds none is an incident."""
    world = World(occurrence(), another_event())
    world.now = START - DAY
    world.run()
    kept = world.calendar.occurrences
    world.calendar.occurrences = []

    for _ in range(2):
        report = world.run(HOUR)
        assert world.kinds() == [Kind.PREPARE]
        assert any("no event at all" in text for text in report.warnings)

    world.calendar.occurrences = [one for one in kept if one.uid != "one"]
    world.run(HOUR)
    assert not world.kinds()


def test_an_unreadable_file_takes_nothing_back() -> None:
    """The interview's own file is broken for a while."""
    world = World(occurrence(), another_event())
    world.now = START - DAY
    world.run()
    world.delete("one")
    world.calendar.unreadable = [Unreadable("one.ics", "no calendar")]

    report = world.run(HOUR)

    assert world.kinds() == [Kind.PREPARE]
    assert report.warnings == ["work: one.ics: no calendar"]


def test_an_interview_out_of_sight_is_still_followed() -> None:
    """Ten days later the person notes the outcome in the event."""
    world = World(occurrence(), another_event())
    world.run()
    world.run(10 * DAY)

    world.change("one", description="#interview #rejected")
    world.run()

    assert Kind.KEEP_IN_TOUCH in world.kinds()
    assert Kind.FOLLOW_UP not in world.kinds()


def test_one_invitation_in_two_calendars_is_one_interview() -> None:
    """The same UID, two copies, one note."""
    world = World(occurrence(), occurrence(calendar="private"))

    world.run()

    assert len(world.drafts.items) == 1


def test_the_persons_own_word_beats_the_tag() -> None:
    """`afterword tag` and `untag`."""
    world = World(occurrence(), occurrence("two", description="", title="Chat with ACME"))
    world.real_ledger.set_tag("personal", "one", False)
    world.real_ledger.set_tag("personal", "two", True)

    world.run()

    assert [item.identity for item in world.items(Kind.THANK_YOU)] == ["two"]


def test_undo_takes_back_what_is_untouched_for_good() -> None:
    """The edited note stays; nothing comes again."""
    world = World(occurrence(attendees=panel(2)))
    world.run()
    edited = sorted(world.drafts.items)[0]
    world.drafts.items[edited] = replace(world.drafts.items[edited], text="Mine")

    report = world.engine.take_back([item for item in world.memory().items.values() if item.is_live])
    world.run(HOUR)
    world.run(HOUR)

    assert (report.removed.drafts, report.removed.reminders) == (1, 3)
    assert list(world.drafts.items) == [edited]
    assert not world.reminders.items


def test_a_late_note_is_reported_as_late() -> None:
    """The machine slept for two days."""
    world = World(occurrence())

    report = world.run(2 * DAY)

    assert report.late == 1
    assert world.items(Kind.THANK_YOU)[0].is_late


class TestFailures:
    """What a store does not take now is tried again."""

    def test_a_store_that_fails_does_not_stop_the_other(self) -> None:
        """The mailbox is full; the reminders are made, and the note when there is room."""
        world = World(occurrence())
        world.drafts.faults.error = TemporaryError("mailbox", "full")
        world.drafts.faults.at = dict.fromkeys(range(1, 100), Fault.BEFORE)

        report = world.run()

        assert (report.failed.drafts, report.exit_status) == (1, 1)
        assert Kind.FOLLOW_UP in world.kinds()
        world.drafts.faults.at.clear()
        world.run(impatient=True)
        assert len(world.drafts.items) == 1
        assert world.state(Kind.THANK_YOU) is State.WRITTEN

    def test_the_service_waits_before_it_tries_again(self) -> None:
        """A minute after the first failure, not at once."""
        world = World(occurrence())
        world.drafts.faults.at = {1: Fault.BEFORE}

        world.run()
        assert not world.drafts.items
        world.run(timedelta(seconds=10))
        assert not world.drafts.items
        world.run(timedelta(minutes=1))
        assert len(world.drafts.items) == 1

    def test_a_lost_answer_makes_no_second_draft(self) -> None:
        """It was written, and nobody heard: the next pass finds it."""
        world = World(occurrence())
        world.drafts.faults.at = {1: Fault.AFTER}

        assert world.run().failed.drafts == 1
        report = world.run(timedelta(minutes=2))

        assert len(world.drafts.items) == 1
        assert world.state(Kind.THANK_YOU) is State.WRITTEN
        assert report.failed.drafts == 0

    @pytest.mark.parametrize("error", [RefusedError("mailbox", "no"), AuthorisationError("mailbox", "log in again")])
    def test_a_refusal_is_told(self, error: RefusedError) -> None:
        """Exit 3 where a login is needed, else 1."""
        world = World(occurrence())
        world.drafts.faults.error = error
        world.drafts.faults.at = {1: Fault.BEFORE}

        report = world.run()

        assert report.exit_status == error.exit_status
        assert report.errors == [str(error)]

    def test_a_lost_ledger_makes_nothing_twice(self) -> None:
        """What lies there under our names is adopted; what was edited meanwhile is the person's."""
        world = World(occurrence(attendees=panel(2)))
        world.run()
        edited = sorted(world.drafts.items)[0]
        world.drafts.items[edited] = replace(world.drafts.items[edited], text="Mine")
        before = (dict(world.drafts.items), dict(world.reminders.items))

        lost = World(occurrence(attendees=panel(2)))
        lost.drafts, lost.reminders = world.drafts, world.reminders
        lost.start()
        lost.run()
        lost.run(HOUR)

        assert (world.drafts.items, set(world.reminders.items)) == (before[0], set(before[1]))
        assert sorted(item.state for item in lost.items(Kind.THANK_YOU)) == [State.WRITTEN, State.YOURS]


class TestKilled:
    """Killed at any write to ledger or server, before or after it, and started again: exactly one of everything."""

    @pytest.mark.parametrize("place", ["ledger", "drafts", "reminders"])
    @pytest.mark.parametrize("fault", list(Fault))
    def test_at_every_write_while_items_are_made(self, tmp_path: Path, place: str, fault: Fault) -> None:
        """A panel of three: three notes, one review, one follow-up, one call."""
        for call in range(1, 40):
            world = World(occurrence(attendees=panel()), another_event(), ledger=tmp_path / f"{call}.sqlite")
            arm(world, place, call, fault)

            died = world.run_killed()
            world.run()

            assert len(world.drafts.items) == 3
            assert world.kinds() == AFTERWARDS
            assert {item.state for item in world.memory().items.values()} == {State.WRITTEN}
            world.real_ledger.close()
            if not died:
                assert call > 3
                return
        raise AssertionError("the pass never came to its end")

    @pytest.mark.parametrize("place", ["ledger", "drafts", "reminders"])
    @pytest.mark.parametrize("fault", list(Fault))
    def test_at_every_write_while_items_change(self, tmp_path: Path, place: str, fault: Fault) -> None:
        """Notes are added and the company changes: everything is replaced, nothing doubled."""
        for call in range(1, 60):
            world = World(occurrence(attendees=panel()), another_event(), ledger=tmp_path / f"{call}.sqlite")
            world.run()
            world.change("one", description="#interview\ncompany: Acme Labs\nnotes: the on-call rota")
            arm(world, place, call, fault)

            died = world.run_killed()
            world.run()

            assert len(world.drafts.items) == 3
            assert world.kinds() == AFTERWARDS
            assert all("Acme Labs" in one.title + one.description for one in world.reminders.items.values())
            assert sum("on-call rota" in one.text for one in world.drafts.items.values()) == 1
            assert {item.state for item in world.memory().items.values()} == {State.WRITTEN}
            world.real_ledger.close()
            if not died:
                assert call > 3
                return
        raise AssertionError("the pass never came to its end")

    @pytest.mark.parametrize("place", ["ledger", "drafts", "reminders"])
    @pytest.mark.parametrize("fault", list(Fault))
    def test_at_every_write_while_items_are_taken_back_and_made_anew(
        self, tmp_path: Path, place: str, fault: Fault
    ) -> None:
        """Moved into the future after the notes were written: back, and written anew after the new end."""
        for call in range(1, 60):
            world = World(occurrence(attendees=panel()), another_event(), ledger=tmp_path / f"{call}.sqlite")
            world.run()
            world.change("one", start=START + 2 * DAY, end=END + 2 * DAY)
            arm(world, place, call, fault)

            died = world.run_killed()
            world.run()
            assert not world.drafts.items
            world.run(2 * DAY)

            assert len(world.drafts.items) == 3
            assert world.kinds() == sorted([*AFTERWARDS, Kind.PREPARE])
            world.real_ledger.close()
            if not died:
                assert call > 3
                return
        raise AssertionError("the pass never came to its end")


def arm(world: World, place: str, call: int, fault: Fault) -> None:
    """Let the *call*-th call from now on kill the process."""
    if place == "ledger":
        world.ledger.at = {world.ledger.writes + call: fault}
        return
    faults = (world.drafts if place == "drafts" else world.reminders).faults
    faults.error = Killed()
    faults.at = {faults.calls + call: fault}


def test_a_review_stays_as_long_as_an_edited_draft_lies_there() -> None:
    """Nobody is thanked any more, but the draft with the person's own words has still to be sent or thrown away."""
    world = World(occurrence())
    world.run()
    (name,) = world.drafts.items
    world.drafts.items[name] = replace(world.drafts.items[name], text="My own words")
    world.run(HOUR)

    world.change("one", description="#interview #noshow")
    world.run(HOUR)

    assert Kind.REVIEW in world.kinds()
    world.drafts.items.clear()
    world.run(HOUR)
    assert Kind.REVIEW not in world.kinds()


def test_a_review_that_had_its_hour_stands_anew_for_a_note_that_came_after_it() -> None:
    """Somebody turns out to have been there too, when the reminder to read the notes is long over."""
    world = World(occurrence())
    world.run()

    world.change("one", attendees=panel(2))
    world.run(DAY)

    (review,) = (one for one in world.reminders.items.values() if one.kind is Kind.REVIEW)
    assert len(world.drafts.items) == 2
    assert review.start == world.now
    assert not world.run(HOUR).changed_anything


def test_an_interview_that_was_first_seen_while_the_clock_was_ahead_gets_its_note() -> None:
    """What is over by a wrong clock is not over once the clock is put right."""
    world = World(occurrence(), another_event())
    world.now = END + 30 * DAY
    world.run()
    assert not world.drafts.items

    world.now = START - DAY
    world.run()
    world.now = END + HOUR
    world.run()

    assert len(world.drafts.items) == 1
    assert world.kinds() == sorted([*AFTERWARDS, Kind.PREPARE])


def test_an_outcome_became_known_no_later_than_now() -> None:
    """Taken down while the clock was ahead, it counts from the day on which the clock was put right."""
    world = World(occurrence(description="#interview #rejected"))
    world.now = END + DAY
    world.run()
    world.change("one", description="#interview")
    world.now = END + 40 * DAY
    world.run()
    world.change("one", description="#interview #rejected")
    world.run()

    world.now = END + 2 * DAY
    world.run()

    (told,) = world.memory().interviews.values()
    assert told.outcome_seen == world.now


def test_who_was_not_selected_keeps_in_touch_whatever_becomes_of_the_event() -> None:
    """The event is tidied away; only another outcome ends it."""
    world = World(occurrence(description="#interview #rejected"), another_event())
    world.run()
    assert Kind.KEEP_IN_TOUCH in world.kinds()

    world.delete("one")
    world.run(HOUR)

    assert Kind.KEEP_IN_TOUCH in world.kinds()
    assert Kind.FEEDBACK_CALL not in world.kinds()


def test_what_was_taken_back_for_good_stays_so_though_the_process_died() -> None:
    """Killed between the removal and its settling, `afterword undo` has happened all the same."""
    world = World(occurrence())
    world.run()
    (follow_up,) = world.items(Kind.FOLLOW_UP)
    world.ledger.writes, world.ledger.at = 0, {2: Fault.BEFORE}
    with pytest.raises(Killed):
        world.engine.take_back([follow_up])
    world.ledger.at = {}
    world.start()

    world.run(HOUR)

    assert Kind.FOLLOW_UP not in world.kinds()
    assert world.items(Kind.FOLLOW_UP)[0].is_final


def test_a_change_elsewhere_does_not_hold_up_what_is_due() -> None:
    """A wake-up for a changed file that comes with the hour of a note answers both."""
    world = World(occurrence(), another_event())
    world.now = START - DAY
    world.run()
    assert world.engine.next_due() == END

    world.now = END
    world.run()
    due = world.engine.next_due()
    assert due == END + HOUR
    world.now = due
    world.run(changed={"work": frozenset({"dentist.ics"})})

    assert len(world.drafts.items) == 1


def test_a_reminder_that_had_its_hour_does_not_rise_again() -> None:
    """A guest is added to the event of three weeks ago: the follow-up of then stays where it stood."""
    world = World(occurrence(), another_event())
    world.run()
    before = {one.kind: one.start for one in world.reminders.items.values()}

    world.now += 13 * DAY
    world.change("one", attendees=panel(2))
    world.run()

    after = {one.kind: one.start for one in world.reminders.items.values()}
    assert after[Kind.FOLLOW_UP] == before[Kind.FOLLOW_UP] < world.now


def test_a_smaller_catch_up_takes_nothing_back() -> None:
    """Tagged two days after it was over, when that was soon enough; later the person allows one day only."""
    world = World(occurrence(), another_event())
    world.now = END + 2 * DAY
    world.run()
    assert len(world.drafts.items) == 1

    world.policy = account(catch_up=DAY)
    world.start()
    world.run(HOUR)

    assert len(world.drafts.items) == 1
    assert world.kinds() == AFTERWARDS


def test_what_a_server_made_after_its_client_gave_up_is_taken_back_with_the_rest() -> None:
    """No answer, nothing found; the interview is deleted; only then is the request worked on."""
    twin, world = World(occurrence(), another_event()), World(occurrence(), another_event())
    twin.run()
    world.drafts.faults.at = dict.fromkeys(range(1, 20), Fault.BEFORE)
    world.run()
    world.delete("one")
    world.drafts.faults.at = {}
    world.run(timedelta(minutes=5))
    assert not world.drafts.items

    world.drafts.items.update(twin.drafts.items)
    world.run(timedelta(minutes=5))

    # A note that was written stays; and it is known, so the reminder to read it stands.
    assert world.state(Kind.THANK_YOU) is State.WRITTEN
    assert Kind.REVIEW in world.kinds()


def test_what_is_in_doubt_is_looked_for_for_a_while_only() -> None:
    """A quarter of an hour after the claim nothing can come of it any more."""
    world = World(occurrence(), another_event())
    world.drafts.faults.at = dict.fromkeys(range(1, 20), Fault.BEFORE)
    world.run()
    world.delete("one")
    world.drafts.faults.at = {}
    world.run(timedelta(minutes=5))
    (note,) = world.items(Kind.THANK_YOU)
    assert note.is_in_doubt

    world.run(timedelta(minutes=16))

    (note,) = world.items(Kind.THANK_YOU)
    assert not note.is_in_doubt


def test_an_outcome_noted_in_what_was_over_too_long_thanks_nobody() -> None:
    """Tagged long after it was over, a round with the outcome in it brings the application's reminders, and no note."""
    world = World(occurrence("first"), another_event(), policy=account(catch_up=timedelta()))
    world.now = START - DAY
    world.run()
    world.now = END + HOUR
    world.run()
    second = occurrence("second", description="#interview #rejected", attendees=panel(2))
    world.calendar.occurrences.append(second)

    world.run(2 * HOUR)

    assert Kind.KEEP_IN_TOUCH in world.kinds()
    assert [[one.email for one in note.to] for note in world.drafts.items.values()] == [["jane.doe@acme.example"]]


def test_a_rejection_after_the_tentative_call_had_its_hour_brings_a_call_that_will_be_seen() -> None:
    """The call of last week said "if you were not selected"; now it is certain, and it stands anew."""
    world = World(occurrence(), another_event(), policy=account(after_rejection_business_days=0))
    world.run()
    world.now = END + 30 * DAY

    world.change("one", description="#interview #rejected")
    world.run()

    (call,) = (one for one in world.reminders.items.values() if one.kind is Kind.FEEDBACK_CALL)
    assert call.start > world.now
    assert not call.is_tentative
    assert not world.run(40 * DAY).updated.reminders


def test_a_round_on_the_day_after_a_rejection_is_a_new_application() -> None:
    """Only what follows on the same day belongs to the visit that the outcome was of."""
    world = World(occurrence(description="#interview #rejected"), another_event())
    world.run()
    world.calendar.occurrences.append(
        replace(occurrence("two"), start=START + 23 * HOUR, end=START + 23 * HOUR + timedelta(minutes=30))
    )
    world.run(DAY)

    assert Kind.FOLLOW_UP in world.kinds()


def test_what_failed_while_the_clock_was_ahead_is_tried_at_once_when_it_is_right() -> None:
    """Its next try lies in a future that never came."""
    world = World(occurrence(), another_event())
    world.now = END + 2 * DAY
    world.drafts.faults.at = dict.fromkeys(range(1, 20), Fault.BEFORE)
    world.run()
    world.drafts.faults.at = {}
    assert not world.drafts.items

    world.now = END + HOUR
    world.run()

    assert len(world.drafts.items) == 1
