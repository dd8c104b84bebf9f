"""Measures the assistant on labelled cases, compares runs and guards what was reached. Nothing imports this package."""
