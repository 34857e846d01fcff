"""How the person wants it done: the settings, as far as decisions depend on them, without the settings' form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, time, timedelta, tzinfo
from enum import StrEnum


class Style(StrEnum):
    """One note for each interviewer, or one for all."""

    PER_PERSON = "per_person"
    ONE_NOTE = "one_note"


@dataclass(frozen=True, slots=True)
class TagRules:
    """What makes an event an interview (contract, section 2)."""

    #: Without the `#`.
    hashtag: str = "interview"
    colors: frozenset[str] = frozenset()
    #: Calendars on which every event is one, as `watch` names them.
    calendars: frozenset[str] = frozenset()
    #: Regular expressions, searched for in the title regardless of case.
    title_patterns: tuple[str, ...] = ()


#: What is written where nothing names a language.
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Me:
    """The person whose account it is."""

    name: str
    email: str
    aliases: tuple[str, ...] = ()
    #: A language tag, or "" where the account names none: that of the invitation then, else English.
    language: str = ""
    #: Lines parted by "\\n"; ends every note.
    signature: str = ""
    #: Two letters (ISO 3166-1), or "": the country in whose way telephone numbers are written.
    region: str = ""

    def writes_in(self, said: str = "", written_in: str = "") -> str:
        """
        Give the tag of the language to write in: the one that is *said* of an interview, else the account's.

        Where there is neither, it is the one that the interview's invitation is plainly *written_in*, else English.
        """
        return said or self.language or written_in or DEFAULT_LANGUAGE

    def is_me(self, address: str) -> bool:
        """Say whether *address* is one of the person's, regardless of case."""
        return address.casefold() in {self.email.casefold(), *(alias.casefold() for alias in self.aliases)}


@dataclass(frozen=True, slots=True)
class Policy:
    """What is made, and when (contract, section 4). Day arithmetic is done in `zone`."""

    zone: tzinfo = UTC
    holidays: frozenset[date] = frozenset()
    thank_you_delay: timedelta = timedelta(minutes=60)
    #: How long after its end an interview may be seen first, or a note be written at last.
    catch_up: timedelta = timedelta(days=3)
    style: Style = Style.PER_PERSON
    prepare_before: timedelta = timedelta(minutes=15)
    review_enabled: bool = True
    follow_up_business_days: int = 5
    feedback_call_business_days: int = 5
    after_rejection_business_days: int = 2
    #: A draft that asks how it stands lies there on the follow-up's day; one that asks for the call on the call's.
    follow_up_draft: bool = False
    feedback_call_draft: bool = False
    keep_in_touch_months: int = 3
    keep_in_touch_times: int = 4
    reminders_at: time = time(9, 30)
    reminder_length: timedelta = timedelta(minutes=15)
    popups: tuple[int, ...] = (0,)
    #: No reminder to review drafts stands in these hours of the night.
    quiet_from: time = time(21, 0)
    quiet_until: time = time(8, 0)
    #: Reminders keep clear of what else is on the watched calendars; calls stand within these hours then.
    avoid_busy: bool = False
    #: How long after its last round an application is remembered.
    keep: timedelta = timedelta(days=365)
    calls_from: time = time(9, 0)
    calls_until: time = time(17, 0)


@dataclass(frozen=True, slots=True)
class AccountPolicy:
    """All of one account's wishes together."""

    account: str
    me: Me
    tags: TagRules = field(default_factory=TagRules)
    policy: Policy = field(default_factory=Policy)
