"""
Values and decisions: no I/O, no clock, no logging.

The words: an *occurrence* is what a calendar holds; an *interview* is an occurrence that carries a tag; an *item* is a
draft or a reminder that is owed or made; a *plan* is a list of *intents*, each with its reason; to *claim* an item is
to write down in the ledger that it is about to be written, to *settle* it is to write down what came of that.

    errors.py       what can go wrong, by what to do next
    occurrence.py   what a calendar holds
    interview.py    what is read from it
    item.py         what is made for it, and by which name it is found again
    policy.py       how the person wants it done
    application.py  which interviews are the rounds of one process; same_company.py groups them by company,
                    together.py says why, board.py where each stands
    address.py      addresses as a header may hold them

What is read from an event, by subject:

    recognise.py    from an occurrence to an interview: asks all of these in turn
    suggestion.py   untagged events that look like interviews
    text.py         what a person sees of a title or description
    tags.py         which events are interviews
    lines.py        the person's own `key: value` lines; written_date.py reads a day
    outcome.py      outcome, language and "thank nobody"; keeping.py how often the contact is kept
    side.py         on which side of the table the person sits
    people.py       whom to thank; guest_address.py tells plain addresses, services.py machines and freemail
    names.py        what somebody is called and greeted by; display_name.py takes a written name to pieces,
                    capitals.py puts its capitals right, name_order.py finds the given name, name_lists.py has lists
    phone.py        numbers to call; phone_search.py finds whose they are, with mentions.py (where somebody is named)
                    and phone_context.py (what the words around a number say)
    join_link.py    the link to join a meeting by
    company.py      the company
    role.py         the role; titles.py takes a title to pieces, title_sense.py judges them, title_words.py has words

What is owed, when and why (contract, section 4):

    planning.py     the difference between what is owed and what is there
    rules.py        all that is owed for an application: thanking.py the notes, reminding.py the reminders around an
                    interview, afterwards.py what comes after the note
    owed.py         one thing that is owed, or why it is not; basis.py what every rule builds on
    days.py         business days and clock times; busy.py free hours
    superseded.py   slots that were perhaps superseded
    retry.py        when to try again

What is written:

    note.py         which sentences a thank-you note is made of; letter.py those of the two later notes,
                    draft_words.py what all drafts share
    weave.py        from the person's shorthand to words for the reader; weave_english.py reads English,
                    weave_words.py has the word lists
    reminder_words.py  what a reminder says
    lateness.py     why a note missed its 24 hours
"""
