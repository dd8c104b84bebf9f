"""Other people's software, put to the same task on the same cases: each peer in an environment of its own."""
