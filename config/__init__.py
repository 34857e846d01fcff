"""The configuration: its model, finding and checking the file, the commented default file, the templates."""
