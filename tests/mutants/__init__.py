"""
Ways to break the program that matter to a person, and whether anything notices.

Each mutant is a small change that would hurt somebody: a note twice, a note never, words of theirs overwritten. It has
to be caught by the simulated years (`tests.simulation`) or by a test; one that lives shows an invariant, or a test,
that is missing.

    table/*.toml   the mutants, a file for each part of the program, with what is to catch them
    mutant.py      reading the table; breaking a text
    copies.py      copies of the checkout to break one file in
    detectors.py   what may catch one, run on such a copy
    years.py       simulated years up to the first that breaks the law
    __main__.py    the run, and its summary

`python -m tests.mutants` tries all of them, `python -m tests.mutants NAME ...` some; see `make mutants`.
"""
