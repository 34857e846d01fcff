"""What sends mail among the services that Apprise knows: Afterword uses none of it (contract, promise 1)."""

from __future__ import annotations

#: The schemes of their addresses. A test holds the list against the Apprise that is installed.
MAIL_SCHEMES = frozenset(
    {
        "acs",
        "azure",
        "brevo",
        "deltachat",
        "deltachats",
        "groundmail",
        "mailersend",
        "mailgun",
        "mailto",
        "mailtos",
        "notificationapi",
        "o365",
        "pingram",
        "postmark",
        "resend",
        "sendgrid",
        "sendpulse",
        "ses",
        "smtp2go",
        "sparkpost",
    }
)
