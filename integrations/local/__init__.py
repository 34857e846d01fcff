"""
Calendars and drafts in folders of this machine.

    atomic.py      durable writes, and what an OSError means in words
    maildir.py     where drafts are written
    reminders.py   where reminders are written
    seen.py        what these two remember of files that have not changed
    vdir.py        the watched calendars
"""
