"""How the index grows: built and searched at sizes far beyond the guidance."""
