"""The program: decisions (domain), a pass over an account (engine), its memory (ledger), the service, the commands."""
