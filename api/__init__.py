"""Translates protocols to and from the assistant; decides nothing."""
