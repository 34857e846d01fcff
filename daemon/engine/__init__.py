"""
One pass over an account: read, recover, plan, claim, write, settle, report. It keeps the order and holds no rule.

    observe.py   the watched calendars, compared with what the ledger knows
    clock.py     what time it is
    apply.py     one item: claim it, write it, settle it; and after a crash, look for it
    compose.py   what an item says, from what is owed
    overdue.py   which notes have missed their 24 hours
    account.py   the pass itself
    report.py    what a pass did
"""
