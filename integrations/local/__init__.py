"""
Calendars and drafts in folders of this machine.

    maildir.py     where drafts are written
    reminders.py   where reminders are written
    seen.py        what these two remember of files that have not changed
    vdir.py        the watched calendars
    sieve.py       which files can hold an interview at all
    files.py       one of their files
    index.py       what is remembered of them between two looks
"""
