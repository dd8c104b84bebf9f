"""The product's search on public collections, beside its parts and other ways to put them together."""
