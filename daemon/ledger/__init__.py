"""
The ledger: the durable record of interviews, items and the person's own words, in one SQLite file.

    sqlite.py    the port `Ledger` on SQLite
    migrate.py   brings a ledger to this version: numbered SQL, with a copy kept before
    schema/      the numbered SQL
    trouble.py   what SQLite's errors mean, and how to mend them
    lock.py      one process at a time works on a state folder
    private.py   folders and files that only the person can read
"""
