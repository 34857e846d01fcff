"""
The settings: one dataclass for each table of the configuration file, one field for each key.

A field's name is its key in the file. Its `Key` holds the rest of what there is to know about it: the checker in
`load.py`, the commented file `default.toml` and `docs/configuration.md` are all made from these classes.
"""

# ruff: noqa: RUF009 -- `key` is `dataclasses.field`, with what we need to know about a key.

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any

from config.checks import (
    ADDRESS,
    CLOCK,
    COLOR,
    COUNTRY,
    FOLDER_NAME,
    GOOGLE_COLORS,
    HASHTAG,
    LANGUAGE,
    LINE,
    LINE_OR_EMPTY,
    NOTIFY_URL,
    PATH,
    PATTERN,
    SAFE_URL_OR_EMPTY,
    TEXT,
    TRUTH,
    URL,
    URL_OR_EMPTY,
    ZONE,
    Check,
    list_of,
    one_of,
    whole,
)
from daemon.domain.policy import Style

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Key:
    """What there is to know about one key of the file."""

    check: Check
    #: What it does, in sentences for the person.
    description: str
    #: A value worth showing.
    example: object
    #: What holds where the key is not given and there is no plain default, in words.
    otherwise: str = ""
    #: What was found there is not repeated in a message: it may be an address or a secret.
    is_private: bool = False


def key(
    check: Check,
    description: str,
    *,
    example: object,
    default: Any = MISSING,
    otherwise: str = "",
    is_private: bool = False,
) -> Any:
    """Declare a key; without *default* it has to be given."""
    return field(default=default, metadata={"key": Key(check, description, example, otherwise, is_private)})


def keys_of(table: type) -> dict[str, Key]:
    """Give the keys of the table that *table* is the class of, in order."""
    return {one.name: one.metadata["key"] for one in fields(table) if "key" in one.metadata}


class Security(StrEnum):
    """How a connection to a mail server is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


_WATCH = list_of(LINE, "calendars", least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCalendarSettings:
    """A vdir on this machine, as vdirsyncer and khal use: a folder for each calendar, a file for each event."""

    path: Path = key(PATH, "The folder that holds the calendars' folders.", example="~/.calendars")
    watch: tuple[str, ...] = key(
        list_of(FOLDER_NAME, "folder names", least=1),
        "The calendars to look for interviews in. They are never written to.",
        default=("primary",),
        example=["primary", "work"],
    )
    reminders: str = key(
        FOLDER_NAME,
        "The calendar that Afterword makes and owns; its reminders lie in it. It cannot be one of `watch`.",
        default="Interview follow-ups",
        example="Interview follow-ups",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleCalendarSettings:
    """Google Calendar."""

    token: Path | None = key(
        PATH,
        "The file that holds the access granted by `afterword login`, as google-auth's authorized-user JSON.",
        default=None,
        otherwise="tokens/NAME.json in the state folder",
        example="tokens/personal.json",
    )
    watch: tuple[str, ...] = key(
        _WATCH,
        'The calendars to look for interviews in, by title or id; "primary" is your own. They are never written to.',
        default=("primary",),
        example=["primary", "Job hunt"],
    )
    reminders: str = key(
        LINE,
        "The calendar that Afterword makes and owns; its reminders lie in it.",
        default="Interview follow-ups",
        example="Interview follow-ups",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaldavCalendarSettings:
    """A CalDAV server. The password comes from a command or a file, never from this file."""

    url: str = key(URL, "The server's address.", example="https://dav.example.com/")
    username: str = key(LINE, "The name to log in with.", example="sam", is_private=True)
    password_command: str = key(
        LINE_OR_EMPTY,
        "A command whose first output line is the password.",
        default="",
        example="pass show dav",
        is_private=True,
    )
    password_file: Path | None = key(
        PATH, "A file whose first line is the password.", default=None, otherwise="none", example="~/.dav-password"
    )
    watch: tuple[str, ...] = key(
        _WATCH,
        "The calendars to look for interviews in. They are never written to.",
        default=("primary",),
        example=["primary"],
    )
    reminders: str = key(
        LINE,
        "The calendar that Afterword makes and owns; its reminders lie in it.",
        default="Interview follow-ups",
        example="Interview follow-ups",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MaildirSettings:
    """A Maildir on this machine. Notes lie in its folder of drafts, in `cur`, with the flag `D`."""

    path: Path = key(PATH, "The folder that holds the mail folders.", example="~/Mail")
    drafts: str = key(
        FOLDER_NAME,
        'The folder of drafts below `path`; ".Drafts" for Maildir++.',
        default="Drafts",
        example=".Drafts",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GmailSettings:
    """Gmail."""

    token: Path | None = key(
        PATH,
        "The file that holds the access granted by `afterword login`, as google-auth's authorized-user JSON.",
        default=None,
        otherwise="tokens/NAME.json in the state folder",
        example="tokens/personal.json",
    )
    threads: bool = key(
        TRUTH,
        "Whether a note answers in the thread in which the interview was arranged; needs the right to read mail.",
        default=False,
        example=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapSettings:
    """An IMAP server. The password comes from a command or a file, never from this file."""

    host: str = key(LINE, "The server's name.", example="imap.example.com")
    port: int | None = key(
        whole(1, 65535), "The server's port.", default=None, otherwise="993, or 143 without `tls`", example=993
    )
    security: Security = key(
        one_of(Security),
        'How the connection is protected; "none" for this machine only.',
        default=Security.TLS,
        example="starttls",
    )
    username: str = key(LINE, "The name to log in with.", example="sam", is_private=True)
    password_command: str = key(
        LINE_OR_EMPTY,
        "A command whose first output line is the password.",
        default="",
        example="pass show mail",
        is_private=True,
    )
    password_file: Path | None = key(
        PATH, "A file whose first line is the password.", default=None, otherwise="none", example="~/.mail-password"
    )
    drafts: str = key(
        LINE_OR_EMPTY,
        "The folder of drafts.",
        default="",
        otherwise="the folder marked `\\Drafts`",
        example="Drafts",
    )


#: The back-ends that the file may name. The order is that of the documentation.
CALENDARS: dict[str, type] = {
    "local": LocalCalendarSettings,
    "google": GoogleCalendarSettings,
    "caldav": CaldavCalendarSettings,
}
MAILBOXES: dict[str, type] = {"maildir": MaildirSettings, "gmail": GmailSettings, "imap": ImapSettings}

#: Known, but not built yet: refused with words that say so.
LATER = frozenset({"caldav", "imap"})

#: What an account may have.
CalendarSettings = LocalCalendarSettings | GoogleCalendarSettings
MailboxSettings = MaildirSettings | GmailSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettings:
    """One person: the calendars to watch, the mailbox for the drafts, the calendar for the reminders."""

    #: The NAME of `[accounts.NAME]`.
    account: str
    name: str = key(LINE_OR_EMPTY, "Your name, as notes are signed and sent.", default="", example="Sam Lee")
    email: str = key(ADDRESS, "Your address; notes are sent from it.", example="sam@example.com", is_private=True)
    aliases: tuple[str, ...] = key(
        list_of(ADDRESS, "e-mail addresses"),
        "Further addresses that are yours: whoever has one of them is you, and not thanked.",
        default=(),
        example=["sam.lee@example.org"],
        is_private=True,
    )
    timezone: str | None = key(
        ZONE,
        "The zone in which days and times of day are reckoned.",
        default=None,
        otherwise="the calendar's, else this machine's",
        example="Europe/Berlin",
    )
    country: str | None = key(
        COUNTRY,
        "Whose public holidays are no business days.",
        default=None,
        otherwise="no public holidays",
        example="DE-BE",
    )
    language: str | None = key(
        LANGUAGE,
        "The language of notes and reminders; English where there are no words for it yet.",
        default=None,
        otherwise="for a note the language of its invitation where that is plain, else English",
        example="de",
    )
    signature: str | None = key(
        TEXT,
        "What ends every note; lines are parted by \\n.",
        default=None,
        otherwise="the Gmail signature where the login allows to read it, else your name",
        example="Sam Lee\n+49 30 1234",
        is_private=True,
    )
    calendar: CalendarSettings
    mailbox: MailboxSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewSettings:
    """What makes an event an interview, besides an iCalendar category `interview` and `afterword tag`."""

    hashtag: str = key(
        HASHTAG,
        "The hashtag in the title or description.",
        default="interview",
        example="interview",
    )
    colors: tuple[str, ...] = key(
        list_of(COLOR, "colours"),
        f"Google colours that mark an interview: {', '.join(GOOGLE_COLORS)}.",
        default=(),
        example=["grape"],
    )
    interview_calendars: tuple[str, ...] = key(
        list_of(LINE, "calendars"),
        "Calendars on which every event is an interview, named as in an account's `watch`.",
        default=(),
        example=["Interviews"],
    )
    title_patterns: tuple[str, ...] = key(
        list_of(PATTERN, "regular expressions"),
        "An event is an interview if one of these is found in its title, in capitals or not.",
        default=(),
        example=["^Interview\\b", "\\bphone screen\\b"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ThankYouSettings:
    """The notes in your drafts."""

    delay_minutes: int = key(
        whole(0, _DAY), "How long after the interview's end a note is written.", default=60, example=30
    )
    catch_up_days: int = key(
        whole(0, 30),
        "How long after the interview a note is still written if Afterword was not running in time. Interviews that "
        "were over longer ago when first seen get nothing.",
        default=3,
        example=5,
    )
    style: Style = key(
        one_of(Style),
        "A note to each interviewer, or one to all of an interview.",
        default=Style.PER_PERSON,
        example="one_note",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareSettings:
    """The reminder before an interview: what to ask before it ends."""

    minutes_before: int = key(
        whole(0, 7 * _DAY), "How long before the interview's start it stands.", default=15, example=30
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSettings:
    """The reminder to read, complete and send the notes."""

    enabled: bool = key(TRUTH, "Whether there is one.", default=True, example=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpSettings:
    """The reminder to ask how things stand."""

    business_days: int = key(
        whole(0, 90),
        "How many business days after the interview it stands, where no `decision:` date is known.",
        default=5,
        example=7,
    )
    draft: bool = key(
        TRUTH,
        "Whether a short note that asks how things stand lies in the drafts on that day.",
        default=False,
        example=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackCallSettings:
    """The reminder to call and ask for a critical assessment."""

    business_days: int = key(
        whole(0, 90),
        "How many business days after the follow-up it stands, while the outcome is unknown.",
        default=5,
        example=3,
    )
    after_rejection_business_days: int = key(
        whole(0, 90),
        "How many business days after a rejection became known it stands.",
        default=2,
        example=1,
    )
    draft: bool = key(
        TRUTH,
        "Whether a note that asks for the call lies in the drafts on that day, once you were rejected.",
        default=False,
        example=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepInTouchSettings:
    """The recurring reminder to keep the contact after a rejection."""

    every_months: int = key(whole(1, 24), "How many months lie between two of them.", default=3, example=6)
    times: int = key(whole(0, 24), "How many there are; 0 for none.", default=4, example=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSettings:
    """All reminders."""

    at: time = key(CLOCK, "At what time of a business day they stand.", default=time(9, 30), example="08:15")
    minutes: int = key(whole(1, _DAY), "How long they are.", default=15, example=30)
    popup_minutes: tuple[int, ...] = key(
        # Google Calendar takes no more: https://developers.google.com/workspace/calendar/api/v3/reference/events
        list_of(whole(0, 28 * _DAY), "whole numbers from 0 to 40320", most=5),
        "How many minutes before, the calendar pops up a message; an empty list for none.",
        default=(0,),
        example=[0, 60],
    )
    avoid_busy: bool = key(
        TRUTH,
        "Whether they keep clear of what else is on the watched calendars that day; a call stands between 09:00 and "
        "17:00 then.",
        default=False,
        example=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSettings:
    """The service, `afterword run`."""

    interval_minutes: int = key(whole(1, _DAY), "How often the calendars are read.", default=5, example=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleSettings:
    """Access to Google, for all accounts."""

    credentials: Path = key(
        PATH,
        "The OAuth client of a desktop app, as downloaded from Google.",
        default=Path("credentials.json"),
        example="credentials.json",
    )
    api_root: str = key(
        URL_OR_EMPTY, "Another root for both APIs; for tests.", default="", example="http://127.0.0.1:4002/"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterSettings:
    """A language model that says notes in other words; off where `url` is empty. See `docs/writer.md`."""

    url: str = key(
        SAFE_URL_OR_EMPTY,
        "The root of an API of OpenAI's kind. A note's paragraphs are sent there, without greeting and signature.",
        default="",
        example="http://127.0.0.1:11434/v1",
    )
    model: str = key(
        LINE_OR_EMPTY,
        "The model's name at that server.",
        default="",
        otherwise="the server's own",
        example="llama3.1:8b",
    )
    timeout_seconds: int = key(
        whole(1, 60), "How long an answer may take; after that the note stays as it is.", default=20, example=30
    )
    key_command: str = key(
        LINE_OR_EMPTY,
        "A command whose first output line is the server's key.",
        default="",
        example="pass show writer",
        is_private=True,
    )
    key_file: Path | None = key(
        PATH, "A file whose first line is the server's key.", default=None, otherwise="none", example="~/.writer-key"
    )


class LogFormat(StrEnum):
    """How a line of the service's log is written."""

    AUTO = "auto"
    PLAIN = "plain"
    JSON = "json"


class LogLevel(StrEnum):
    """How much of it is written."""

    INFO = "info"
    DEBUG = "debug"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """What the service tells of its work, for whoever looks after the machine."""

    format: LogFormat = key(
        one_of(LogFormat),
        'How: "auto" gives the journal its fields where systemd started the service, else plain lines.',
        default=LogFormat.AUTO,
        example="json",
    )
    level: LogLevel = key(
        one_of(LogLevel),
        'How much. At "debug" addresses can stand in it: for a search of your own, not to be passed on.',
        default=LogLevel.INFO,
        example="debug",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySettings:
    """How you are told what needs you: a lost login, a late note, unreadable calendars. See `docs/notify.md`."""

    desktop: bool = key(
        TRUTH, "Whether a message pops up where the service finds a desktop.", default=True, example=False
    )
    urls: tuple[str, ...] = key(
        list_of(NOTIFY_URL, "addresses of Apprise's kind"),
        "Where else, as Apprise writes it (https://appriseit.com/services/). Most hold a secret: then in `urls_file`.",
        default=(),
        example=["ntfy://my-own-topic"],
        is_private=True,
    )
    urls_file: Path | None = key(
        PATH,
        "A file with such addresses, one a line; empty lines and those that begin with # are passed over.",
        default=None,
        otherwise="none",
        example="notify-urls",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySettings:
    """How long Afterword remembers. See `docs/privacy.md`."""

    keep_days: int = key(
        whole(7, 100 * 365),
        "How many days after the last round of an application what is known of it is forgotten, once nothing of it is "
        "ahead; an outcome that is noted later is not heard. What lies in your drafts and in your calendar stays.",
        default=365,
        example=180,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsSettings:
    """Figures for a monitoring system; off where `file` is not given."""

    file: Path | None = key(
        PATH,
        "A file in the OpenMetrics text format, written anew after each pass: for the textfile collector of a node "
        "exporter, whose name then has to end in .prom.",
        default=None,
        otherwise="none",
        example="/var/lib/node_exporter/afterword.prom",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration. Paths are absolute."""

    #: The file it was read from.
    path: Path
    #: Where the ledger, the tokens and the lock lie.
    state_dir: Path
    #: In the order of the file; at least one.
    accounts: tuple[AccountSettings, ...]
    interviews: InterviewSettings
    thank_you: ThankYouSettings
    prepare: PrepareSettings
    review: ReviewSettings
    follow_up: FollowUpSettings
    feedback_call: FeedbackCallSettings
    keep_in_touch: KeepInTouchSettings
    reminders: ReminderSettings
    sync: SyncSettings
    google: GoogleSettings
    writer: WriterSettings
    log: LogSettings
    notify: NotifySettings
    privacy: PrivacySettings
    metrics: MetricsSettings


#: The tables beside `accounts`, in the order of the file.
TABLES: dict[str, type] = {
    "interviews": InterviewSettings,
    "thank_you": ThankYouSettings,
    "prepare": PrepareSettings,
    "review": ReviewSettings,
    "follow_up": FollowUpSettings,
    "feedback_call": FeedbackCallSettings,
    "keep_in_touch": KeepInTouchSettings,
    "reminders": ReminderSettings,
    "sync": SyncSettings,
    "google": GoogleSettings,
    "writer": WriterSettings,
    "log": LogSettings,
    "notify": NotifySettings,
    "privacy": PrivacySettings,
    "metrics": MetricsSettings,
}
