"""
Google Calendar and Gmail.

    scopes.py       the rights that are asked for, in words
    consent.py      the login: asking for them in the browser
    loopback.py     how the browser's answer comes back
    token.py        what was granted, in a file
    refresh.py      a new access token, asked for once
    transport.py    HTTP with that login: time-outs, no silent second try, no address that sends
    client.py       requests: tried again by our own rules, errors translated
    answers.py      what an answer that is no success means
    patience.py     when to try again
    events.py       an event as Google gives it, as an occurrence
    calendar.py     the watched calendars
    listing.py      which calendars there are, by title
    own_calendar.py the calendar that is made for the reminders
    reminder.py     a reminder as Google holds it, and back
    reminders.py    where reminders are written
    ref.py          what the ledger keeps of where an item lies
    gmail.py        where drafts are written
    threads.py      the conversation that a note answers
    remembered.py   what all these remember from one process to the next
    signature.py    the signature that Gmail would put below

`docs/google.md` tells the person how to set it up. The facts that the code relies on, and where they come from, stand
at the code.
"""
