"""An interview as the person thinks of it, and as a calendar shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from daemon.domain.occurrence import Attendee, Occurrence, Participation

ME = "sam@example.com"
CALENDARS = ("work", "private")
#: Where the days of calendars are.
HOME = ZoneInfo("Europe/Berlin")
#: People of a firm share a last name, which no other firm's have.
LAST_NAMES = (
    "Abel", "Brandt", "Costa", "Dorn", "Engel", "Fuchs", "Graf", "Haas", "Iversen", "Jansen", "Keller", "Meyer",
)  # fmt: skip
#: How a firm is called in a line, by whoever wrote the invitation. The last: there is no such line.
SPELLINGS = ("Firm {}", "Firm {} GmbH", "firm {}", "")
NAMELESS = len(SPELLINGS) - 1


@dataclass(frozen=True, slots=True)
class Meeting:
    """One version of one interview; times are aware, in UTC."""

    number: int
    #: Interviews with one company are the rounds of one application.
    company: int
    start: datetime
    end: datetime
    people: tuple[str, ...]
    is_tagged: bool = True
    is_cancelled: bool = False
    is_declined: bool = False
    #: Where a copy of the invitation lies; none once it is deleted.
    calendars: frozenset[str] = frozenset({"work"})
    notes: str = ""
    decision: date | None = None
    outcome: str = ""
    #: A place in `SPELLINGS`.
    spelling: int = 0
    #: Who arranged it and was not met, by a line; "" for nobody.
    recruiter: str = ""
    #: By a line, every so many months the contact is kept; 0 for not at all, None for no line.
    keep_every: int | None = None
    is_noshow: bool = False
    #: The person's own word by `afterword tag` and `untag`; it lies in the ledger.
    word: bool | None = None
    is_all_day: bool = False
    #: The copy in "private" holds none of the person's own words but the tag.
    is_bare: bool = False
    #: It is, besides, an older revision: as it was when the interview lay from then to then.
    stale: tuple[datetime, datetime] | None = None

    @property
    def is_nameless(self) -> bool:
        """Nothing in it tells which firm it is with, but the people."""
        return self.spelling == NAMELESS and not _domain_of(self.company)

    @property
    def identity(self) -> str:
        """The invitation's UID."""
        return f"meeting-{self.number}"

    @property
    def is_on(self) -> bool:
        """It is an interview (contract, section 1)."""
        return self.is_meant and not self.is_cancelled and not self.is_declined and bool(self.calendars)

    @property
    def is_meant(self) -> bool:
        """It counts as an interview, whether it takes place or not."""
        return self.is_tagged if self.word is None else self.word

    def day(self, zone: tzinfo) -> date:
        """The day on which it begins."""
        return self.start.astimezone(zone).date()

    def copy_in(self, calendar: str) -> Meeting:
        """Give what the copy in *calendar* says, as if there were no other."""
        if calendar != "private" or not (self.is_bare or self.stale):
            return self
        bare = replace(self, notes="", decision=None, outcome="", is_noshow=False, is_bare=False, stale=None)
        bare = replace(bare, recruiter="", keep_every=None)
        if self.stale is None:
            return bare
        start, end = _whole_day(self.stale[0]) if self.is_all_day else self.stale
        return replace(bare, start=start, end=end, is_cancelled=False, is_declined=False)

    @property
    def known(self) -> Meeting:
        """
        What is to be believed: of two copies that in "work" is the later revision, or else comes first.

        A copy that is the only one left is believed.
        """
        start, end = _whole_day(self.start) if self.is_all_day else (self.start, self.end)
        known = replace(self, start=start, end=end)
        if len(self.calendars) == len(CALENDARS):
            return known
        return replace(known.copy_in(min(self.calendars, default="")), is_bare=False, stale=None)

    def shown_in(self, calendar: str) -> Occurrence:
        """Give it as *calendar* shows it."""
        sequence = int(self.stale is not None and calendar == "work")
        return self.copy_in(calendar)._shown_in(calendar, sequence)

    def _shown_in(self, calendar: str, sequence: int) -> Occurrence:
        firm = SPELLINGS[self.spelling].format(self.company)
        lines = [f"company: {firm}"] if firm else []
        lines += ["role: Engineer"]
        lines += ["#interview"] if self.is_tagged else []
        lines += [f"notes: {self.notes}"] if self.notes else []
        lines += [f"decision: {self.decision.isoformat()}"] if self.decision else []
        lines += [f"outcome: {self.outcome}"] if self.outcome else []
        lines += [f"recruiter: {self.recruiter} <{address_of(self.recruiter)}>"] if self.recruiter else []
        if self.keep_every is not None:
            lines.append(f"keep_in_touch: every {self.keep_every} months" if self.keep_every else "keep_in_touch: no")
        lines += ["#noshow"] if self.is_noshow else []
        answer = Participation.DECLINED if self.is_declined else Participation.ACCEPTED
        me = Attendee(ME, "Sam Lee", answer, is_self=True)
        return Occurrence(
            event=self.identity,
            uid=self.identity,
            calendar=calendar,
            title=f"Interview {self.number}",
            description="\n".join(lines),
            start=self.start,
            end=self.end,
            href=f"{self.identity}.ics",
            is_cancelled=self.is_cancelled,
            sequence=sequence,
            all_day=self.is_all_day,
            attendees=(me, *(Attendee(address_of(one), one) for one in self.people)),
        )


def _whole_day(moment: datetime) -> tuple[datetime, datetime]:
    """Give when the day of *moment* begins and ends."""
    day = moment.astimezone(HOME).date()
    begin, end = (datetime.combine(one, time(), HOME).astimezone(UTC) for one in (day, day + timedelta(days=1)))
    return begin, end


def address_of(person: str) -> str:
    """Give the address of a person called by first and last name."""
    firm = LAST_NAMES.index(person.split()[-1])
    return f"{person.lower().replace(' ', '.')}@{_domain_of(firm) or 'gmail.com'}"


def _domain_of(company: int) -> str:
    """Give the domain from which a firm's people write; "" where they use their private addresses."""
    return "" if company % 4 == 3 else f"firm{company}.example"


def dentist(calendar: str, start: datetime, end: datetime, name: str = "dentist") -> Occurrence:
    """Give an event that is no interview; without one a calendar could be empty for good reason."""
    return Occurrence(f"{name}-{calendar}", f"{name}-{calendar}", calendar, "Dentist", "", start, end)
