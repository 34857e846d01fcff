"""
Adapters: a folder for each outside system, none known to another. What they share stands beside the folders.

    google/              Google Calendar and Gmail
    local/               a calendar and drafts in folders of this machine
    memory.py            the same in memory, for tests
    public_holidays.py   a country's public holidays
    atomic.py            durable writes, and what an OSError means in words
    ical.py ...          iCalendar: read, written (ical_write), its text, its recurrence, its zones
    mime.py              a draft as a message
"""
