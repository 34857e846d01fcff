"""Adapters: a folder for each outside system, none known to another; registry.py maps settings to them."""
