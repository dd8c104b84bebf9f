"""Readers of PDF side by side: `python tests/corpus/ingestion/bench.py [FOLDER]`, no part of the tests.

The truth is the Word document beside each PDF, from which it was printed; `data/` holds three. Readers that are not
installed are left out; `pip install pypdf pdfplumber pypdfium2 pdf-oxide kreuzberg` brings them.

words      how many of the words are found, and how many of those found are words of the text (harmonic mean)
order      how much of the text stands in its order (2 x matching words / all words)
headings   the same for headings, told from text as Markdown has them
rows       rows of tables of which every cell is right
"""

from __future__ import annotations

import difflib
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from corpus.ingestion.blocks import markdown
from corpus.ingestion.docx import read_docx
from corpus.ingestion.pdf import read_pdf

DATA = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data"
ROUNDS = 3


def liteparse_here(path: Path) -> str:
    return markdown(read_pdf(path.read_bytes())[0])


def liteparse_alone(path: Path) -> str:
    from liteparse import LiteParse

    return LiteParse(ocr_enabled=False, output_format="markdown", quiet=True).parse(path.read_bytes()).text


def pypdf(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def pypdfium2(path: Path) -> str:
    from pypdfium2 import PdfDocument

    return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(path))


def pdfplumber(path: Path) -> str:
    import pdfplumber as reader

    parts = []
    with reader.open(path) as pdf:
        for page in pdf.pages:
            tables = page.find_tables()
            outside = page
            for table in tables:
                outside = outside.outside_bbox(table.bbox)
            parts.append(outside.extract_text())
            parts += [f"| {' | '.join((cell or '').replace(chr(10), ' ') for cell in row)} |" for table in tables
                      for row in table.extract()]  # fmt: skip
    return "\n".join(parts)


def pdf_oxide(path: Path) -> str:
    from pdf_oxide import PdfDocument

    pdf = PdfDocument(str(path))
    return "\n".join(pdf.to_markdown(number, detect_headings=True) for number in range(pdf.page_count()))


def kreuzberg(path: Path) -> str:
    from kreuzberg import ExtractionConfig, extract_file_sync

    config = ExtractionConfig(use_cache=False, output_format="markdown", disable_ocr=True)
    return extract_file_sync(str(path), config=config).content


def words(text: str) -> list[str]:
    return re.findall(r"[\w☢≥]+", text)


def headings(text: str) -> Counter[str]:
    return Counter(
        " ".join(words(line)) for line in text.split("\n") if re.match(r"#{1,6} |\*\*[^*]+\*\*$", line.strip())
    )


def rows(text: str) -> Counter[tuple[str, ...]]:
    lines = [line.strip() for line in text.split("\n")]
    rows = [tuple(" ".join(words(cell)) for cell in line.strip("|").split("|")) for line in lines if line[:1] == "|"]
    return Counter(row for row in rows if any(row))


def harmonic(found: Counter[str], truth: Counter[str]) -> float:
    right = sum((found & truth).values())
    return 2 * right / max(1, found.total() + truth.total())


def measure(name: str, read: Callable[[Path], str]) -> None:
    """One line of figures for one reader, over all PDFs."""
    figures, rows_right, rows_all, seconds, pages = [], 0, 0, 0.0, 0
    for path in sorted(DATA.glob("*.docx")):
        pdf = path.with_suffix(".pdf")
        pages += read_pdf(pdf.read_bytes())[1]
        truth = markdown(read_docx(path.read_bytes()))
        took = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            text = read(pdf)
            took.append(time.perf_counter() - begun)
        seconds += statistics.median(took)
        matcher = difflib.SequenceMatcher(None, words(truth), words(text), autojunk=False)
        # The head of a table that goes on stands once in the truth.
        rows_right += len(rows(text) & rows(truth))
        rows_all += len(rows(truth))
        figures.append((harmonic(Counter(words(text)), Counter(words(truth))), matcher.ratio(),
                        harmonic(headings(text), headings(truth))))  # fmt: skip
    means = "  ".join(f"{statistics.mean(column):8.3f}" for column in zip(*figures, strict=True))
    sys.stdout.write(f"{name:18}{means}  {rows_right / rows_all:8.3f}  {seconds / pages * 1000:8.1f}\n")


def main() -> None:
    sys.stdout.write(f"{'':18}{'words':>8}  {'order':>8}  {'headings':>8}  {'rows':>8}  {'ms/page':>8}\n")
    for read in (liteparse_here, liteparse_alone, pdf_oxide, kreuzberg, pdfplumber, pypdfium2, pypdf):
        try:
            measure(read.__name__, read)
        except ImportError as error:
            sys.stdout.write(f"{read.__name__:18}not installed: {error.name}\n")


if __name__ == "__main__":
    main()
