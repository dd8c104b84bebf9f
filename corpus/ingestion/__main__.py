"""`python -m corpus.ingestion KIND SECONDS`: converts one file, apart from whoever asks for it."""

import sys
from typing import cast

from corpus.ingestion.apart import serve_one
from corpus.ingestion.kinds import Kind

if __name__ == "__main__":
    serve_one(cast(Kind, sys.argv[1]), int(sys.argv[2]))
