"""Settings to adapters (`backends.py`) to engine: these two modules alone know concrete classes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from config.model import AccountSettings, Settings
from daemon.backends import Builder
from daemon.domain.errors import UsageError
from daemon.domain.policy import AccountPolicy, Me, Policy, TagRules
from daemon.engine.clock import Clock, utc_now
from daemon.ledger.lock import hold, hold_all, holder
from daemon.ledger.sqlite import SqliteLedger
from daemon.ports import Ledger

if TYPE_CHECKING:
    from config.notes import TemplateNotes
    from config.own_templates import TemplateProblem
    from daemon.engine.account import AccountEngine

LEDGER = "ledger.sqlite"
SERVICE_LOCK = "service.lock"

#: So long an older copy of the ledger is kept.
COPIES_KEPT_FOR = timedelta(days=90)

#: Public holidays are known from so many years before this one to so many after.
YEARS_BACK = 1
YEARS_AHEAD = 2


class App:
    """What a command or the service works with; made by `open_app`."""

    def __init__(self, settings: Settings, ledger: Ledger, clock: Clock, *, read_only: bool) -> None:
        self.settings = settings
        self.ledger = ledger
        self._clock = clock
        self._read_only = read_only
        #: The last one that was given for each account.
        self._engines: dict[str, AccountEngine] = {}
        #: What their notes are written with.
        self._notes: dict[str, TemplateNotes] = {}

    def reworded_folder(self, account: str) -> Path:
        """Give where texts of notes lie that a language model reworded; it need not exist."""
        return self.settings.state_dir / "reworded" / _digest(account)

    def forget_copies(self) -> Sequence[Path]:
        """Delete the older copies of the ledger, which know what it was told to forget; give which there were."""
        from daemon.backup import copies_in

        copies = copies_in(self.settings.state_dir)
        for path in copies:
            path.unlink(missing_ok=True)
        return copies

    def close(self) -> None:
        """Let go of the connections of all engines that were given."""
        for engine in self._engines.values():
            engine.close()

    def engines(self, account: str | None = None, *, must_know_zone: bool = False) -> Sequence[AccountEngine]:
        """
        Give the engine of each account in the configuration's order, or of the one called *account*.

        With *must_know_zone*, an account without a zone of its own gets no engine before its calendar's is known: one
        that is kept for long would go on with this machine's.

        Raises:
            UsageError: There is no account of that name.
            IntegrationError: The zone has to be known, and cannot be asked for now.
        """
        return [self._engine(one, must_know_zone=must_know_zone) for one in self._chosen(account)]

    def template_problems(self, account: str | None = None) -> Sequence[TemplateProblem]:
        """
        Give what is wrong with the person's own templates, sorted, as far as engines that were given have met it.

        With *account*, what that account's has met.
        """
        chosen = [notes for name, notes in self._notes.items() if account in (None, name)]
        return sorted({problem for notes in chosen for problem in notes.problems()})

    def policies(self, account: str | None = None) -> Sequence[AccountPolicy]:
        """Give the wishes of the same accounts, for commands that need the ledger alone. Raises as `engines`."""
        return [self._wishes(one, self._builder(one), may_ask=False) for one in self._chosen(account)]

    def _chosen(self, account: str | None) -> Sequence[AccountSettings]:
        chosen = [one for one in self.settings.accounts if account in (None, one.account)]
        if not chosen:
            names = ", ".join(one.account for one in self.settings.accounts)
            raise UsageError(f"There is no account '{account}'. The configuration has: {names}.")
        return chosen

    def _engine(self, account: AccountSettings, *, must_know_zone: bool) -> AccountEngine:
        # `status` does without recognition and adapters, which are two thirds of its start.
        from config.notes import TemplateNotes
        from config.own_templates import folder_beside
        from daemon.engine.account import AccountEngine

        builder = self._builder(account)
        wishes = self._wishes(account, builder, may_ask=True, must_know=must_know_zone)
        backends = builder.backends(wishes)
        notes = self._notes[account.account] = TemplateNotes(folder_beside(self.settings.path))
        engine = AccountEngine(
            wishes,
            backends.sources,
            backends.drafts,
            backends.reminders,
            notes,
            self.ledger,
            self._clock,
            conversations=backends.conversations,
            signature=backends.signature,
            check_every=backends.check_every,
            reworder=builder.reworder(),
        )
        if (before := self._engines.get(account.account)) is not None:
            before.close()
        self._engines[account.account] = engine
        return engine

    def _wishes(
        self, account: AccountSettings, builder: Builder, *, may_ask: bool, must_know: bool = False
    ) -> AccountPolicy:
        zone = None if account.timezone else builder.calendar_zone(may_ask=may_ask, must_know=must_know)
        return account_policy(self.settings, account, self._clock(), zone)

    def _builder(self, account: AccountSettings) -> Builder:
        return Builder(self.settings, account, self.ledger, self._clock, read_only=self._read_only)


@contextmanager
def open_app(settings: Settings, *, read_only: bool = False, clock: Clock = utc_now) -> Iterator[App]:
    """
    Open the ledger for the length of the `with` block.

    With *read_only* nothing is written to the state folder: where there is no ledger yet, an empty one stands in.
    """
    ledger = SqliteLedger.open(settings.state_dir / LEDGER, read_only=read_only)
    if not read_only:
        _drop_old_copies(settings.state_dir, clock())
    app = App(settings, ledger, clock, read_only=read_only)
    try:
        yield app
    finally:
        app.close()
        ledger.close()


def _drop_old_copies(state_dir: Path, now: datetime) -> None:
    """Delete copies of the ledger that nobody went back to for months: what was forgotten since stands in them."""
    from daemon.backup import copies_in

    for path in copies_in(state_dir):
        with suppress(OSError):
            if path.stat().st_mtime < (now - COPIES_KEPT_FOR).timestamp():
                path.unlink()


def hold_pass(
    settings: Settings, wait: timedelta, accounts: Collection[str] | None = None
) -> AbstractContextManager[None]:
    """
    Hold the locks that let one process at a time change anything of *accounts* (default: of all).

    An account that the configuration does not have is passed over.

    Raises:
        BusyError: One is held elsewhere; they were waited for no longer than *wait* together. None is held then.
    """
    names = [one.account for one in settings.accounts if accounts is None or one.account in accounts]
    # A digest, since names may be long, and on some file systems "Work" and "work" would be one file.
    locks = {settings.state_dir / f"pass-{_digest(name)}.lock": f"the account '{name}'" for name in names}
    return hold_all(locks, wait)


def hold_everything(state_dir: Path, wait: timedelta) -> AbstractContextManager[None]:
    """Hold every lock of the state folder, of the service and of each account that ever had one; see `hold_pass`."""
    passes = dict.fromkeys(state_dir.glob("pass-*.lock"), "an account")
    return hold_all({state_dir / SERVICE_LOCK: str(state_dir), **passes}, wait)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def hold_service(settings: Settings) -> AbstractContextManager[None]:
    """Hold the lock that lets one service at a time run on a state folder; BusyError at once."""
    return hold(settings.state_dir / SERVICE_LOCK)


def service_process(settings: Settings) -> int | None:
    """Give the number of the process that holds `hold_service`, 0 where it is not known; None where none does."""
    return holder(settings.state_dir / SERVICE_LOCK)


def account_policy(
    settings: Settings, account: AccountSettings, now: datetime, calendar_zone: tzinfo | None = None
) -> AccountPolicy:
    """
    Give the wishes of *account* in the engine's words; public holidays for the years around *now*.

    Days are reckoned in the configured zone, else in *calendar_zone*, else in this machine's.
    """
    zone = ZoneInfo(account.timezone) if account.timezone else calendar_zone or machine_zone()
    name = account.name or account.email.partition("@")[0]
    me = Me(
        name=account.name,
        email=account.email,
        aliases=account.aliases,
        language=account.language or "",
        signature=name if account.signature is None else account.signature,
        region=(account.country or "").partition("-")[0].upper(),
    )
    tags = TagRules(
        hashtag=settings.interviews.hashtag,
        colors=frozenset(settings.interviews.colors),
        calendars=frozenset(settings.interviews.interview_calendars),
        title_patterns=settings.interviews.title_patterns,
    )
    return AccountPolicy(account.account, me, tags, _policy(settings, zone, _holidays(settings, account, now)))


def _policy(settings: Settings, zone: tzinfo, holidays: frozenset[date]) -> Policy:
    return Policy(
        zone=zone,
        holidays=holidays,
        thank_you_delay=timedelta(minutes=settings.thank_you.delay_minutes),
        catch_up=timedelta(days=settings.thank_you.catch_up_days),
        style=settings.thank_you.style,
        prepare_before=timedelta(minutes=settings.prepare.minutes_before),
        review_enabled=settings.review.enabled,
        follow_up_business_days=settings.follow_up.business_days,
        follow_up_draft=settings.follow_up.draft,
        feedback_call_draft=settings.feedback_call.draft,
        avoid_busy=settings.reminders.avoid_busy,
        keep=timedelta(days=settings.privacy.keep_days),
        feedback_call_business_days=settings.feedback_call.business_days,
        after_rejection_business_days=settings.feedback_call.after_rejection_business_days,
        keep_in_touch_months=settings.keep_in_touch.every_months,
        keep_in_touch_times=settings.keep_in_touch.times,
        reminders_at=settings.reminders.at,
        reminder_length=timedelta(minutes=settings.reminders.minutes),
        popups=settings.reminders.popup_minutes,
    )


def _holidays(settings: Settings, account: AccountSettings, now: datetime) -> frozenset[date]:
    if account.country is None:
        return frozenset()
    from integrations.public_holidays import public_holidays

    years = range(now.year - YEARS_BACK, now.year + YEARS_AHEAD + 1)
    return public_holidays(account.country, tuple(years), settings.state_dir)


def machine_zone() -> tzinfo:
    """Give this machine's zone."""
    from tzlocal import get_localzone

    return get_localzone()
