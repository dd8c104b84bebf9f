"""Finds passages: embeds, stores, retrieves and fuses. Knows nothing about patients."""
