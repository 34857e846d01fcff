"""
A year in the life of a person who looks for a job, on a clock of its own, with everything going wrong.

The real engine, planner, ledger (an SQLite file) and scheduling (`daemon.passes`) work in a world in which people
change their minds, machines die and servers lie, all of it drawn from one seed, so that what was seen once can be seen
again. What must hold is written down from the contract, sections 4 and 5, without a look at the planner: `law.py` says
what may be written and taken away, `duties.py` what has to be there.

    meeting.py   an interview as the person thinks of it, and as a calendar shows it
    deeds.py     all that can happen
    year.py      the drawing of a year from a seed
    nature.py    what goes wrong with the next calls
    servers.py   calendars, stores and a ledger that obey nature
    world.py     person and machine on one clock
    plans.py     the configuration, as the person changes it
    knowledge.py what the program may know, by what it was shown
    law.py, duties.py   the invariants; afterwards.py those of what follows the notes
    applications.py     how rounds make applications, whose word holds, and when what is owed
    days.py, free_time.py, lying.py   what the judges reckon with
    story.py     the smallest script that still breaks one, told

`python -m tests.simulation` runs years and prints the rate; see `make simulate`.
"""
