"""Programs that run in a peer's own environment: a task on standard input, its result on standard output, as JSON."""
