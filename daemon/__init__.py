"""The program: decisions (domain), a pass over an account (engine), its memory (ledger), the service, the commands."""

#: The one place of the version: the package takes it from here, since asking the installed package costs 30 ms.
__version__ = "0.1.0"
