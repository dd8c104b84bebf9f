"""A stand-in for the assistant that answers at once with whole, real records, and a client around it."""

from __future__ import annotations

import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.app import create_app
from assistant import (
    Assistant,
    FactError,
    MemoryStore,
    MessageError,
    PatientFacts,
    Settings,
    build_assistant,
    load_vocabulary,
)
from assistant.answer import Answer, Citation, Question, Statement, Verification
from assistant.conversations import Conversation, new_id
from assistant.patient import Evidence
from corpus import GuidanceDocument, Passage, Section
from index import Hit

TEXT = """# Spine imaging, a handbook 🩻

## Emergencies {#emergencies}

New numbness between the legs with back pain: MRI now, without waiting for other tests.

| Study | Rating |
|---|---|
| MRI lumbar spine without IV contrast | Usually Appropriate |

## Thin bones {#thin-bones}

After a fall, a person with osteoporosis has radiographs first. <b>Not bold.</b>
"""


def make_document() -> GuidanceDocument:
    second = TEXT.index("## Thin bones")
    first = TEXT.index("## Emergencies")
    return GuidanceDocument(
        id="handbook", title="Spine imaging, a handbook", publisher="House of Tests", year=2024, edition="First",
        status="current", url="https://example.org/handbook", text=TEXT,
        sections=(
            Section("emergencies", "Emergencies", ("Spine imaging", "Emergencies"), first, second),
            Section("thin-bones", "Thin bones", ("Spine imaging", "Thin bones"), second, len(TEXT)),
        ),
    )  # fmt: skip


@dataclass
class FakeAssistant:
    """Keeps the promises of the real one's interface; understands two phrases."""

    corpus: Any = field(
        default_factory=lambda: SimpleNamespace(documents={"handbook": make_document()}, sha256="0" * 64)
    )
    digest: dict[str, str] = field(
        default_factory=lambda: {"rules": "sha256:1", "corpus": "sha256:2", "index": "sha256:3", "model": "none"}
    )
    conversations: dict[str, PatientFacts] = field(default_factory=dict)
    store: MemoryStore = field(default_factory=MemoryStore)
    fail_with: Exception | None = None
    quote: str | None = None
    title: str = "Spine imaging, a handbook"
    pause: Callable[[Callable[[], bool]], None] = lambda wanted: None
    """What it does before it answers, given whether somebody still waits."""

    def answer(
        self,
        message: str,
        *,
        conversation_id: str | None = None,
        audience: str | None = None,
        facts: object = None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> Answer:
        self.pause(wanted)
        if self.fail_with:
            raise self.fail_with
        if not message.strip():
            raise MessageError("The message is empty; write what you want to know.")
        if len(message) > 20_000:
            raise MessageError(f"The message has {len(message):,} characters; 20,000 is the most. Shorten it.")
        if re.search(r"[\x00-\x08\x0e-\x1f]|[\ud800-\udfff]", message):
            raise MessageError("The message holds control characters; send plain text.")
        if conversation_id is None:
            before = Conversation(f"{len(self.conversations) + 1:032x}")
        else:
            before = self.store.read(conversation_id)
        conversation_id, audience = before.id, audience or before.audience
        known = self.conversations.get(conversation_id, PatientFacts())
        known = known.updated(PatientFacts({} if facts is None else PatientFacts.confirmed(facts).evidence))
        known = known.updated(PatientFacts(dict(self._read(message))))
        self.conversations[conversation_id] = known
        answer = self._say(conversation_id, known, audience)
        self.store.keep(before.after(known, asked=(), audience=audience), message, answer)
        return answer

    def check(
        self,
        facts: object,
        *,
        guidelines: Collection[str] | None = None,
        include_all: bool = False,
        why_not: Collection[str] = (),
        audience: str = "clinician",
    ) -> dict[str, Any]:
        values = load_vocabulary().parse(facts)
        for name in guidelines or ():
            if name not in self.corpus.documents:
                raise FactError("guidelines", "names a document that is not there; GET /v1/sources lists them")
        emergency = values.get("cauda_equina_features", {}).get("saddle_numbness", False)
        citation = self._citation(1, "New numbness between the legs with back pain: MRI now", "emergencies")
        checked = {**self._check(emergency, values, include_all), "citations": [citation.to_json()]}
        return {**checked, "why_not": [self._why_not(each) for each in why_not]} if why_not else checked

    def _why_not(self, study: str) -> dict[str, Any]:
        if study != "mri-l-wo":
            raise FactError("why_not", f"names {study!r}, which is no study; give mri-l-wo", ("mri-l-wo",))
        change = {"fact": "cauda_equina_features.saddle_numbness", "from": False, "to": True, "stated": False}
        way = {
            "text": "MRI would be indicated if there were saddle numbness.", "verdict": "indicated",
            "urgency": "emergency", "procedure": study, "recommendation": "handbook/1", "statement": "MRI now.",
            "changes": [change], "citations": [1],
        }  # fmt: skip
        return {"study": study, "name": "MRI", "offered": False, "text": None, "alternatives": [way]}

    def search(
        self, query: str, max_hits: int, *, documents: Any = None, statuses: Any = None, since: Any = None,
        until: Any = None,
    ) -> tuple[Hit, ...]:  # fmt: skip
        if not query.strip():
            raise MessageError("The query is empty; write what to look for.")
        only, year = make_document(), make_document().year or 0
        if only.id not in (documents or {only.id}) or only.status not in (statuses or {only.status}) or not (
            (since or year) <= year <= (until or year)
        ):  # fmt: skip
            return ()
        hits = []
        for section in make_document().sections:
            text = TEXT[section.start : section.end]
            words = sum(word.lower() in text.lower() for word in query.split())
            if words:
                passage = Passage(f"handbook/{section.id}#0", "handbook", section.id, section.path, section.start,
                                  section.end, text)  # fmt: skip
                hits.append(Hit(passage, float(words), 0.5, float(words)))
        return tuple(sorted(hits, key=lambda hit: -hit.score)[:max_hits])

    def _read(self, message: str) -> Iterator[tuple[str, Evidence]]:
        for key, pattern in (
            ("cauda_equina_features.saddle_numbness", "numb between my legs"),
            ("osteoporosis", "osteoporosis"),
        ):
            if found := re.search(pattern, message):
                yield key, Evidence(True, "stated", 1, found.start(), found.end(), found.group())

    def _say(self, conversation_id: str, known: PatientFacts, audience: str) -> Answer:
        values = known.values()
        text = "I can only say whether imaging is indicated for back or leg pain."
        declined = Answer(
            answer_id=new_id(), conversation_id=conversation_id, kind="out_of_scope", text=text,
            statements=(Statement(text, (), "fixed", "lead"),), citations=(), check=None, facts=known, questions=(),
            verification=Verification(True), composer="template", digest=self.digest, audience=audience,
            timing_ms={"total": 1.0},
        )  # fmt: skip
        if not values:
            return declined
        emergency = bool(values.get("cauda_equina_features", {}).get("saddle_numbness", False))
        if emergency:
            lead = "Emergency: an MRI of the lumbar spine is indicated now."
            quote, section = "New numbness between the legs with back pain: MRI now", "emergencies"
        else:
            lead = "Imaging is indicated: radiographs of the lumbar spine first."
            quote, section = "a person with osteoporosis has radiographs first", "thin-bones"
        quote = self.quote or quote
        first = (Statement("Go now.", (), "fixed", "safety"),) if emergency else ()
        statements = (
            *first,
            Statement(lead, (1,), "checker", "lead"),
            Statement("It rests on what you told me.", (1,), "checker", "why"),
            Statement("Take no other view.", (1,), "checker", "disagreement"),
        )
        questions = (
            Question("fever", "Any fever?", "bool"),
            Question("trauma", "Any injury?", "enum", ("none", "low_velocity", "high_energy")),
            Question("age_years", "How old?", "number"),
            Question("contrast_reaction", "Any earlier reaction to contrast?", "set", ("iodinated", "gadolinium")),
        )
        return replace(
            declined, kind="indication", statements=statements, citations=(self._citation(1, quote, section),),
            text=" ".join(f"{s.text}{''.join(f' [{n}]' for n in s.citations)}" for s in statements),
            check=self._check(emergency, values, False), questions=questions,
        )  # fmt: skip

    def _citation(self, n: int, quote: str, section: str) -> Citation:
        start = TEXT.index(quote)
        heading = make_document().section(section).heading
        return Citation(
            n=n, document="handbook", title=self.title, publisher="House of Tests", year=2024, status="current",
            section=heading, url="https://example.org/handbook", passage=f"handbook/{section}#0", start=start,
            end=start + len(quote), quote=quote,
        )  # fmt: skip

    def _check(self, emergency: bool, values: dict[str, Any], include_all: bool) -> dict[str, Any]:
        finding = {
            "recommendation": "handbook/1", "guideline": "handbook", "status": "applies", "position": "indicated",
            "urgency": "emergency" if emergency else "routine", "kind": "rule", "use": "decide",
            "statement": "MRI now.", "because": sorted(values), "missing": [], "citations": [1],
        }  # fmt: skip
        other = {**finding, "recommendation": "handbook/2", "status": "does_not_apply", "because": []}
        study = {
            "procedure": "mri-l-wo" if emergency else "xr-l",
            "name": "MRI lumbar spine without IV contrast" if emergency else "Radiography lumbar spine",
            "modality": "mri" if emergency else "xray", "region": "lumbar", "contrast": "none", "position": "indicated",
            "rating": "Usually Appropriate", "radiation": "O", "blocked": False, "caution": [],
            "recommendation": "handbook/1", "imaging": True, "form": None, "adjuncts": [], "citations": [1],
        }  # fmt: skip
        position = {
            "guideline": "handbook", "position": "indicated", "agrees": True, "status": "current", "edition": "First",
            "recommendations": ["handbook/1"], "citations": [1],
        }  # fmt: skip
        missing = {"fact": "fever", "members": [], "question": "Any fever?", "could_change": ["urgency"]}
        return {
            "verdict": "indicated", "settled": emergency, "settled_core": emergency,
            "governing_statement": "MRI now.", "governing_citations": [1], "all_blocked": False, "gaps": [],
            "positions": [position], "silent": [{"guideline": "pamphlet", "status": "historic", "edition": None}],
            "why": sorted(values), "notes": [], "together": [],
            "urgency": "emergency" if emergency else "routine", "governing": "handbook/1", "studies": [study],
            "findings": [finding, *([other] if include_all else [])], "disagreements": [], "assumed": [],
            "missing": [] if emergency else [missing], "exits": [], "digest": {"rules": "sha256:1"},
        }  # fmt: skip


@dataclass(frozen=True)
class Live:
    """A server on a free port of this machine, with what it logs."""

    url: str
    log: list[str]


@contextmanager
def serving(assistant: Any) -> Iterator[Live]:
    """Serve as `indicated serve` does, in a thread."""
    log: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: log.append(handler.format(record))
    # The client of a test logs in this process too, and it may say what it sends.
    handler.addFilter(lambda record: not record.name.startswith(("http", "asyncio")))
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(create_app(assistant), ws="none", log_config=None)
        server = uvicorn.Server(config)
        loggers = [
            logging.getLogger(),
            *(logging.getLogger(name) for name in ("uvicorn", "uvicorn.access", "indicated")),
        ]
        levels = [logger.level for logger in loggers]
        loggers[0].addHandler(handler)
        for logger in loggers:
            logger.setLevel(logging.DEBUG)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield Live(f"http://127.0.0.1:{listening.getsockname()[1]}", log)
        finally:
            server.should_exit = True
            thread.join()
            loggers[0].removeHandler(handler)
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)


@pytest.fixture
def live(fake: FakeAssistant) -> Iterator[Live]:
    with serving(fake) as started:
        yield started


@pytest.fixture
def live_real(real: Assistant) -> Iterator[Live]:
    with serving(real) as started:
        yield started


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(fake: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(fake), raise_server_exceptions=False) as started:
        yield started


@pytest.fixture(scope="session")
def real(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant itself, on the real guidance and its index, conversations in a file as they are by default."""
    path = tmp_path_factory.mktemp("kept") / "conversations.sqlite3"
    assistant = build_assistant(Settings(data_dir=data_dir, database_url=f"sqlite:///{path}"))
    yield assistant
    assistant.store.close()


@pytest.fixture(params=["fake", "real"])
def either(request: pytest.FixtureRequest) -> Iterator[TestClient]:
    """A client for each in turn: what the API promises holds for both."""
    with TestClient(create_app(request.getfixturevalue(request.param)), raise_server_exceptions=False) as started:
        yield started


@pytest.fixture
def client_of_real(real: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(real), raise_server_exceptions=False) as started:
        yield started
