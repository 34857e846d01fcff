"""The program: decisions (`domain`), one pass over an account (`engine`), its memory (`ledger`), the service and the commands."""
