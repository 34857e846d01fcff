"""What every `Ledger` has to do. A subclass gives the fixtures `ledger` and, where it is shared, `beside`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from daemon.domain.interview import Evidence, Interview, Interviewer, Outcome, Standing, Word
from daemon.domain.item import Action, Item, Kind, State, item_key
from daemon.domain.tombstone import tombstone
from daemon.ports import Ledger, Memory, ReadRecord

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def interview(identity: str = "one@example.com", **changes: Any) -> Interview:
    """Give an interview in which every field says something."""
    given = Interview(
        account="personal",
        event=identity,
        identity=identity,
        calendar="primary",
        title="Interview: Backend Engineer – Zoë <script>",
        start=NOON,
        end=NOON + timedelta(hours=1),
        standing=Standing.ACTIVE,
        href="one.ics",
        location="Room 1",
        link="https://calendar.example/one",
        all_day=False,
        zone="Europe/Berlin",
        join_link="https://meet.example/one",
        company="ACME",
        is_company_said=True,
        domain="acme",
        role="Backend Engineer",
        outcome=Outcome.ADVANCED,
        decision_by=date(2026, 12, 1),
        notes=("the migration", "tea"),
        keep_in_touch_every=6,
        language="de",
        interviewers=(
            Interviewer("jane@acme.example", "Jane Doe", "Jane", "+49 30 1234567"),
            Interviewer("", "Ali", "Ali"),
        ),
        recruiters=(Interviewer("rec@acme.example", "", ""),),
        guests_hidden=True,
        no_thanks="#noshow",
        tagged_by="hashtag",
        evidence=(Evidence("company", "ACME", "the line `company:` of the description"),),
        created=NOON - timedelta(days=2),
        first_seen=NOON - timedelta(days=1),
        outcome_seen=NOON,
        word=Word(Outcome.REJECTED, NOON + timedelta(hours=3)),
    )
    return replace(given, **changes)


def item(recipient: str = "jane@acme.example", **changes: Any) -> Item:
    """Give an item in which every field says something."""
    given = Item(
        key=item_key("personal", "one@example.com", Kind.THANK_YOU, recipient),
        account="personal",
        identity="one@example.com",
        event="one@example.com",
        kind=Kind.THANK_YOU,
        due=NOON + timedelta(hours=1),
        to=(recipient,),
        state=State.WRITING,
        generation=2,
        action=Action.UPDATE,
        facts="0123456789abcdef",
        fingerprint="fedcba9876543210",
        claimed_fingerprint="1111111111111111",
        claimed_facts="2222222222222222",
        claimed_at=NOON + timedelta(hours=1),
        ref="cur/abc:2,DS",
        link="file:///drafts/abc",
        made_at=NOON + timedelta(hours=1, microseconds=7),
        deadline=NOON + timedelta(hours=24),
        is_late=True,
        late_because="Afterword did not run between Tue 1 Dec, 12:00 and Wed 2 Dec, 14:00.",
        error="the disk is full",
        failing_since=NOON + timedelta(hours=1, minutes=30),
        attempts=3,
        retry_at=NOON + timedelta(hours=2),
        is_final=True,
    )
    return replace(given, **changes)


def times_of(memory: Memory) -> list[datetime]:
    """Give every time in *memory*."""
    records: tuple[Any, ...] = (*memory.interviews.values(), *memory.items.values(), *memory.reads.values())
    values = (getattr(record, name) for record in records for name in record.__slots__)
    return [value for value in values if isinstance(value, datetime)]


class LedgerContract:
    """The contract of the port."""

    @pytest.fixture
    def ledger(self) -> Ledger:
        raise NotImplementedError

    def test_a_new_ledger_knows_nothing(self, ledger: Ledger) -> None:
        """An account that was never written about has an empty memory and empty settings."""
        assert ledger.recall("personal") == Memory()
        assert ledger.get_setting("personal", "reminders") == ""

    def test_what_is_saved_is_recalled(self, ledger: Ledger) -> None:
        """Every field of interviews, reads and items comes back as it was saved."""
        read = ReadRecord("primary", NOON, 12, "out of reach")

        ledger.save_interviews([interview()], [read], account="personal")
        ledger.save_items([item()])

        assert ledger.recall("personal") == Memory(
            {"one@example.com": interview()}, {item().key: item()}, reads={"primary": read}
        )

    def test_defaults_are_recalled(self, ledger: Ledger) -> None:
        """An interview and an item of which only the necessary is known come back as they were saved."""
        bare = Interview("personal", "e", "i", "primary", "", NOON, NOON)
        owed = Item("key", "personal", "i", "e", Kind.PREPARE, NOON)

        ledger.save_interviews([bare], account="personal")
        ledger.save_items([owed])

        memory = ledger.recall("personal")
        assert memory.interviews == {"i": bare}
        assert memory.items == {"key": owed}

    @pytest.mark.parametrize(
        "text", ["", "a\x00b", "a\r\nb", "\u202eabc", "{{ 7*7 }}", "'; DROP TABLE items; --", "😀" * 50_000]
    )
    def test_any_text_is_kept_to_the_letter(self, ledger: Ledger, text: str) -> None:
        """Text from a calendar is data: NULs, line ends, bidi overrides and quotes come back as they were."""
        ledger.save_interviews([interview(title=text)], account="personal")
        ledger.save_items([item(error=text)])
        ledger.put_setting("personal", "name", text)

        memory = ledger.recall("personal")
        assert memory.interviews["one@example.com"].title == text
        assert memory.items[item().key].error == text
        assert ledger.get_setting("personal", "name") == text

    @pytest.mark.parametrize("zone", [ZoneInfo("Europe/Berlin"), timezone(timedelta(hours=-9, minutes=-30))])
    def test_times_come_back_in_utc(self, ledger: Ledger, zone: Any) -> None:
        """A time of any zone is the same instant afterwards, aware and in UTC."""
        there = NOON.astimezone(zone)
        ledger.save_interviews(
            [interview(start=there, end=there, created=there, first_seen=there, outcome_seen=there)],
            [ReadRecord("primary", there, 1)],
            account="personal",
        )
        ledger.save_items(
            [item(due=there, claimed_at=there, made_at=there, deadline=there, failing_since=there, retry_at=there)]
        )

        times = times_of(ledger.recall("personal"))

        assert len(times) == 12
        assert all(moment == NOON and moment.tzinfo is UTC for moment in times)

    def test_a_naive_time_is_refused(self, ledger: Ledger) -> None:
        """A time without a zone is a mistake of the program's, and nothing of that call is written."""
        naive = NOON.replace(tzinfo=None)

        with pytest.raises(ValueError, match="naive"):
            ledger.save_items([item(), item("bob@acme.example", due=naive)])
        with pytest.raises(ValueError, match="naive"):
            ledger.save_interviews([interview(start=naive)], account="personal")

        assert ledger.recall("personal") == Memory()

    def test_saving_again_replaces(self, ledger: Ledger) -> None:
        """One interview for each identity, one item for each key, one record for each calendar: the last one saved."""
        for title, state, events in (("first", State.WRITING, 1), ("second", State.WRITTEN, 0)):
            ledger.save_interviews([interview(title=title)], [ReadRecord("primary", NOON, events)], account="personal")
            ledger.save_items([item(state=state)])

        memory = ledger.recall("personal")
        assert [one.title for one in memory.interviews.values()] == ["second"]
        assert [one.state for one in memory.items.values()] == [State.WRITTEN]
        assert [one.events for one in memory.reads.values()] == [0]

    def test_saving_some_leaves_the_others(self, ledger: Ledger) -> None:
        """What a call does not name stays as it is."""
        ledger.save_interviews([interview("a"), interview("b")], [ReadRecord("x", NOON, 1)], account="personal")
        ledger.save_interviews([interview("c")], [ReadRecord("y", NOON, 1)], account="personal")
        ledger.save_items([item("a@x.example")])
        ledger.save_items([item("b@x.example")])

        memory = ledger.recall("personal")
        assert set(memory.interviews) == {"a", "b", "c"}
        assert set(memory.reads) == {"x", "y"}
        assert {one.to for one in memory.items.values()} == {("a@x.example",), ("b@x.example",)}

    def test_saving_nothing_is_allowed(self, ledger: Ledger) -> None:
        """Empty sequences change nothing."""
        ledger.save_interviews([], account="personal")
        ledger.save_items([])

        assert ledger.recall("personal") == Memory()

    def test_accounts_know_nothing_of_each_other(self, ledger: Ledger) -> None:
        """The same event, calendar and setting in two accounts are two."""
        ledger.save_interviews([interview()], [ReadRecord("primary", NOON, 1)], account="personal")
        ledger.save_interviews(
            [interview(account="work", title="Work")], [ReadRecord("primary", NOON, 2)], account="work"
        )
        ledger.save_items([item(), item(key="another", account="work")])
        ledger.set_tag("work", "one@example.com", False)
        ledger.put_setting("work", "reminders", "cal-2")

        personal, work = ledger.recall("personal"), ledger.recall("work")
        assert personal.interviews["one@example.com"].title != work.interviews["one@example.com"].title == "Work"
        assert (personal.reads["primary"].events, work.reads["primary"].events) == (1, 2)
        assert (set(personal.items), set(work.items)) == ({item().key}, {"another"})
        assert (personal.tags, work.tags) == ({}, {"one@example.com": False})
        assert ledger.get_setting("personal", "reminders") == ""

    def test_the_persons_word_is_kept_and_taken_back(self, ledger: Ledger) -> None:
        """A tag says yes or no until None takes it back; taking back twice is no error."""
        ledger.set_tag("personal", "yes", True)
        ledger.set_tag("personal", "no", True)
        ledger.set_tag("personal", "no", False)
        ledger.set_tag("personal", "gone", True)
        ledger.set_tag("personal", "gone", None)
        ledger.set_tag("personal", "gone", None)

        assert ledger.recall("personal").tags == {"yes": True, "no": False}

    def test_the_last_word_on_an_application_is_kept(self, ledger: Ledger) -> None:
        """Of each event the word that was said last comes back, in UTC; no outcome and a closing are words too."""
        there = NOON.astimezone(timezone(timedelta(hours=5, minutes=45)))
        ledger.set_word("personal", "one", Word(Outcome.REJECTED, NOON))
        ledger.set_word("personal", "one", Word(None, NOON + timedelta(days=1)))
        ledger.set_word("personal", "two", Word(None, there, closes=True))
        ledger.set_word("work", "one", Word(Outcome.OFFER, NOON))

        words = ledger.recall("personal").words

        assert words == {"one": Word(None, NOON + timedelta(days=1)), "two": Word(None, NOON, closes=True)}
        assert words["two"].at.tzinfo is UTC
        assert ledger.recall("work").words == {"one": Word(Outcome.OFFER, NOON)}

    def test_what_is_forgotten_is_gone_but_for_a_tombstone(self, ledger: Ledger) -> None:
        """Of that account's event nothing comes back; other events, and the other account's, are as they were."""
        for name in ("personal", "work"):
            both = [replace(interview(one), account=name) for one in ("one", "two")]
            ledger.save_interviews(both, account=name)
        ledger.set_tag("personal", "one", True)
        ledger.set_word("personal", "one", Word(None, NOON, closes=True))

        ledger.forget("personal", ["one", "never known"])
        ledger.forget("personal", ["one"])

        memory = ledger.recall("personal")
        assert set(memory.interviews) == {"two"}
        assert (dict(memory.tags), dict(memory.words)) == ({}, {})
        assert memory.forgotten == {tombstone("personal", "one"), tombstone("personal", "never known")}
        assert set(ledger.recall("work").interviews) == {"one", "two"}
        assert ledger.recall("work").forgotten == frozenset()

    def test_settings_are_replaced(self, ledger: Ledger) -> None:
        """A setting has the value it was given last."""
        ledger.put_setting("personal", "reminders", "cal-1")
        ledger.put_setting("personal", "reminders", "cal-2")

        assert ledger.get_setting("personal", "reminders") == "cal-2"

    def test_own_writes_leave_the_data_version(self, ledger: Ledger) -> None:
        """As long as nobody else writes, the data version stays the same."""
        before = ledger.data_version()

        ledger.save_items([item()])
        ledger.put_setting("personal", "reminders", "cal-1")

        assert ledger.data_version() == before

    def test_closing_twice_is_no_error(self, ledger: Ledger) -> None:
        """A ledger can be closed again."""
        ledger.close()
        ledger.close()


class SharedLedgerContract(LedgerContract):
    """The contract of a ledger that two processes can have open."""

    @pytest.fixture
    def beside(self) -> Ledger:
        raise NotImplementedError

    def test_the_other_one_sees_what_was_saved(self, ledger: Ledger, beside: Ledger) -> None:
        """What one has saved is what the other recalls."""
        ledger.save_items([item()])

        assert beside.recall("personal").items == {item().key: item()}

    def test_the_data_version_tells_of_others_writes(self, ledger: Ledger, beside: Ledger) -> None:
        """Each write of another ledger object, and nothing else, changes the data version."""
        before = ledger.data_version()
        beside.save_items([item()])
        after = ledger.data_version()

        assert after != before
        assert ledger.data_version() == after

    def test_both_can_write_in_turn(self, ledger: Ledger, beside: Ledger) -> None:
        """Neither loses what the other wrote."""
        for number in range(10):
            ledger.save_items([item(f"{number}@a.example")])
            beside.save_items([item(f"{number}@b.example")])

        assert len(ledger.recall("personal").items) == len(beside.recall("personal").items) == 20
