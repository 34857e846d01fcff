"""
The command `afterword`: a command parses, calls the engine, prints.

    main.py              where a run begins and ends: `--version`, errors, exit status
    group.py             the commands there are, each imported only when it is used
    shell.py             what every command works with: settings, the app, accounts
    event.py             which event EVENT means
    words.py             dates, counts and kinds as a person says them
    documents.py         the JSON documents of the contract's section 7
    output.py            tables and panels, plain here; screen_rich.py on a terminal; progress.py the bar
    sync.py              sync
    look.py              plan, interviews, preview, suggest
    why.py               why
    ledger_commands.py   status, tag, untag, undo
    service_command.py   run
    init.py              init
    demo.py              demo; demo_data.py its sample calendar
"""
