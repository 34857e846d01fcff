"""`make notes`: every sample's notes in every language, to be read by a person."""
