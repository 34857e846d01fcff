"""
The command `afterword`: a command parses, calls the engine, prints.

    main.py              where a run begins and ends: `--version`, errors, exit status
    group.py             the commands there are, each imported only when it is used
    shell.py             what every command works with: settings, the app, accounts
    event.py             which event EVENT means
    words.py             dates, counts and kinds as a person says them
    documents.py         the JSON documents of the contract's section 7
    views.py             tables that several commands show
    trouble.py           what could not be read, and the exit status
    output.py            tables and panels, plain here; screen_rich.py on a terminal; progress.py the bar
    sync.py              sync
    status.py            status
    look.py              plan, interviews, suggest
    preview.py           preview
    why.py               why
    applications.py      applications
    word.py              outcome, close
    say.py               tag, untag, undo
    service_command.py   run
    init.py              init; init_questions.py what it asks, configuration_file.py what it writes
    login.py             login
    doctor.py            doctor
    demo.py              demo; demo_data.py its sample calendar, demo_found.py what lies there
"""
