"""Where a threshold of the product comes from: fitted on one half of labelled questions, reported on the other."""
