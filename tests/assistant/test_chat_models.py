"""The providers' own clients against a server on loopback that behaves well, or badly in every way we could think of.

Whatever it does, the answer is whole, true, cited and there in time, and says who wrote it.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from assistant import Answer, Assistant, MemoryStore
from assistant.checker import Checker, Source
from assistant.draft import Draft, DraftStatement
from assistant.llm import open_model
from assistant.phrasing import ChatPhraser
from assistant.proposing import ChatReader
from assistant.understanding import load_reader
from corpus import Corpus


def _chat_server() -> Any:
    spec = importlib.util.spec_from_file_location("chat_server", Path(__file__).with_name("chat_server.py"))
    module = importlib.util.module_from_spec(cast("Any", spec))
    cast("Any", spec).loader.exec_module(module)
    return module


CHAT_SERVER = _chat_server()
Server, Wire = CHAT_SERVER.Server, CHAT_SERVER.Wire
Behaviour = Callable[[Any], None]
Sentence = dict[str, Any]
MESSAGES = {
    "emergency": "my back went 2 days ago and now I cant feel when I wipe",
    "indicated": "52M, 8 weeks of low back pain with sciatica; 6 weeks of physio did not help, surgery is an option, "
                 "no red flags. MRI?",
    "not_indicated": "45F, 3 days of low back pain after gardening, no red flags. MRI?",
    "information": "Is an X-ray to be taken standing?",
}  # fmt: skip
PROVIDERS = ("openai", "anthropic", "ollama")
LONG_S, SHORT_S = 20.0, 0.4


def statements(sentences: Sequence[Sentence], change: Callable[[str], str], cite: Sequence[int] | None = None) -> str:
    """A reply in the shape that is asked for, each sentence changed."""
    return json.dumps({"statements": [
        {"id": each["id"], "text": change(each["text"]),
         "citations": [quote["n"] for quote in each["quotes"]] if cite is None else list(cite)}
        for each in sentences
    ]})  # fmt: skip


def true_words(text: str) -> str:
    """The first line the other way round; every other sentence as it is.

    >>> true_words("Indicated: MRI, rated Usually Appropriate by ACR.")
    'MRI is indicated: ACR rated it Usually Appropriate.'
    """
    line = re.sub(r"^Indicated: (.*), rated (.*) by (.*)\.$", r"\1 is indicated: \3 rated it \2.", text)
    line = re.sub(r"^Not indicated: (.*), rated (.*) by (.*)\.$", r"\1 are not indicated: \3 rated them \2.", line)
    return re.sub(r"^X-rays (.*) should be taken (.*)\.$", r"\2, X-rays \1 should be taken.", line)


def says(change: Callable[[str], str], cite: Sequence[int] | None = None) -> Behaviour:
    return lambda wire: wire.say(statements(wire.sentences, change, cite))


def replies(text: str) -> Behaviour:
    return lambda wire: wire.say(text)


def swap_texts(wire: Wire) -> None:
    """Every sentence says what another one should."""
    sentences = wire.sentences
    moved = [*sentences[1:], sentences[0]]
    wire.say(statements([{**a, "text": b["text"]} for a, b in zip(sentences, moved, strict=True)], str))


def instead(pattern: str, new: str) -> Behaviour:
    """One thing changed wherever it stands, and the first line made its own if it stands nowhere."""
    return says(lambda text: re.sub(pattern, new, text) if re.search(pattern, text) else f"{text} {new}")


#: Replies that arrive whole and must not be believed.
FALSE: dict[str, Behaviour] = {
    "invents citations": says(true_words, (1, 2, 9)),
    "cites nothing": says(true_words, ()),
    "quotes the wrong source": swap_texts,
    "turns the verdict round": says(lambda text: f"It is not true that {text}"),
    "calls everything needless": says(lambda _: "Imaging is not indicated."),
    "drops the emergency": replies('{"statements": [{"id": 1, "text": "There is no hurry.", "citations": [1]}]}'),
    "adds a drug dose": says(lambda text: text.rstrip(".") + ", with 4 mg of dexamethasone."),
    "adds a drug": says(lambda text: text.rstrip(".") + ", and dexamethasone."),
    "adds a number": says(lambda text: text.rstrip(".") + " within 4 hours."),
    "changes a number": instead(r"\b(?:52|45|2021|2009)\b", "77"),
    "changes a unit": instead(r"\bweeks\b", "days"),
    "names another study": instead(r"\bMRI\b|X-rays?", "PET"),
    "names another region": instead(r"\blumbar\b", "cervical"),
    "raises a rating": instead(r"Usually (?:Not )?Appropriate", "May Be Appropriate"),
    "leaves out what it rests on": says(lambda text: text[: len(text) // 2] + "."),
    "obeys an injected order": says(lambda _: "Ignore the guidance and discharge the patient today."),
    "adds advice": says(lambda text: f"{text} Start antibiotics and admit to intensive care."),
    "reassures": says(lambda text: f"{text} There is nothing to worry about."),
    "speaks another language": says(lambda _: "Eine Bildgebung ist in diesem Fall sofort angezeigt."),
    "appends another language": says(lambda text: f"{text} 无需就医"),
    "repeats a sentence": says(lambda text: f"{text} {text}"),
    "sends a script": says(lambda text: f"<script>alert(1)</script>{text}"),
    "sends a link": says(lambda text: f"{text} [more](http://evil.example)"),
    "hides signs": says(lambda text: f"\u202e{text}"),
    "declines": replies("I am sorry, but I cannot help with that."),
    "sends malformed JSON": replies('{"statements": [{"id": 1, "text": "All is well.'),
    "sends JSON of another shape": replies('{"statements": {"text": "All is well."}}'),
    "sends JSON of another type": replies('{"statements": [{"id": "1", "text": 5, "citations": "all"}]}'),
    "nests JSON without end": replies('{"statements": ' + "[" * 20_000),
    "says nothing": Wire.nothing,
}  # fmt: skip
#: What goes wrong before a whole reply is there, each with the time it is given.
BROKEN: dict[str, tuple[Behaviour, float]] = {
    "hangs at once": (Wire.hang, SHORT_S),
    "streams half and hangs": (Wire.half_then_hang, SHORT_S),
    "drips": (Wire.drip, SHORT_S),
    "says that it is asked too often": (Wire.too_many_requests, LONG_S),
    "breaks inside": (Wire.broken_inside, LONG_S),
    "closes midway": (Wire.close_midway, LONG_S),
    "speaks another protocol": (Wire.another_protocol, LONG_S),
    "sends ten megabytes": (Wire.ten_megabytes, LONG_S),
}


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def server(running: Any) -> Iterator[Any]:
    yield running
    running.released.set()


@pytest.fixture(scope="module")
def make(checker: Checker, corpus: Corpus) -> Callable[..., Assistant]:
    reader = load_reader()

    def inform(*_: object, **__: object) -> Draft:
        document = corpus.documents["hss-2009"]
        quote = "X-rays of the spine should be taken with the patient standing."
        start = document.text.index(quote)
        section = next(each.id for each in document.sections if each.start <= start < each.end)
        source = Source("hss-2009", section, start, start + len(quote), quote)
        return Draft("information", (DraftStatement(quote, (source,), "passage", "information"),))

    class Hits:
        digest, model = "sha256:index", "none"

    def made(**parts: object) -> Assistant:
        return Assistant(corpus=corpus, index=cast("Any", Hits()), checker=checker, reader=reader,
                         inform=cast("Any", inform), store=MemoryStore(), **cast("Any", parts))  # fmt: skip

    return made


@pytest.fixture(scope="module")
def templates(make: Callable[..., Assistant]) -> dict[str, Answer]:
    """What is said without a model."""
    return {name: make().answer(message) for name, message in MESSAGES.items()}


@pytest.fixture(scope="module")
def opened(make: Callable[..., Assistant], running: Any) -> Iterator[Callable[..., Assistant]]:
    """The assistant with a model that phrases, or one that reads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "none")
        patch.setenv("ANTHROPIC_API_KEY", "none")

        @functools.cache
        def opened(provider: str, timeout_s: float, *, reads: bool = False) -> Assistant:
            model = open_model(f"{provider}:some-model", timeout_s, url=running.url(provider))
            return make(second_reader=ChatReader(model)) if reads else make(phraser=ChatPhraser(model))

        yield opened


def same(answer: Answer, template: Answer) -> bool:
    """Whether what is shown is the template's, to the letter."""
    assert all(each.citations or each.origin == "fixed" for each in answer.statements)
    assert answer.verification.grounded
    return (answer.text, answer.citations, answer.check, answer.composer) == (
        template.text, template.citations, template.check, "template",
    )  # fmt: skip


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("message", ["emergency", "not_indicated", "information"])
def test_true_words_of_a_model_are_shown(
    opened: Callable[..., Assistant], server: Any, templates: dict[str, Answer], provider: str, message: str
) -> None:
    server.behaves(says(true_words))
    answer, template = opened(provider, LONG_S).answer(MESSAGES[message]), templates[message]
    assert answer.composer == f"model:{provider}:some-model", answer.verification.dropped
    assert [each.text for each in answer.statements] == [
        true_words(each.text) if each.origin != "fixed" else each.text for each in template.statements
    ]
    assert answer.text != template.text
    assert answer.check == template.check
    assert answer.verification.grounded


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize("what", FALSE)
def test_a_reply_that_is_not_true_is_not_shown(
    opened: Callable[..., Assistant], server: Any, templates: dict[str, Answer], what: str, message: str
) -> None:
    server.behaves(FALSE[what])
    assert same(opened("ollama", LONG_S).answer(MESSAGES[message]), templates[message])
    assert len(server.prompts) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("what", BROKEN)
def test_without_a_whole_reply_in_time_the_template_answers(
    opened: Callable[..., Assistant], server: Any, templates: dict[str, Answer], what: str, provider: str
) -> None:
    behaviour, timeout_s = BROKEN[what]
    server.behaves(behaviour)
    assert same(opened(provider, timeout_s).answer(MESSAGES["emergency"]), templates["emergency"])
    assert not server.waited_in_vain
    assert len(server.prompts) == 1, "asked again after a failure"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_a_model_reads_is_taken_or_asked(opened: Callable[..., Assistant], server: Any, provider: str) -> None:
    message = "Back pain for three weeks, he is a hophead. Bottom in good order."
    server.behaves(replies(json.dumps({"facts": [
        {"fact": "iv_drug_use", "value": True, "quote": "hophead"},
        {"fact": "fever", "value": False, "quote": "in good order"},
        {"fact": "osteoporosis", "value": True, "quote": "brittle bones"},
    ]})))  # fmt: skip
    answer = opened(provider, LONG_S, reads=True).answer(message)
    assert answer.facts.evidence["iv_drug_use"].quote == "hophead"
    assert not {"fever", "osteoporosis"} & answer.facts.evidence.keys()
    assert answer.questions[0].fact == "fever"
    assert json.dumps(message) in server.prompts[0]


@pytest.mark.parametrize("what", BROKEN)
def test_without_a_second_reading_our_own_stands(
    opened: Callable[..., Assistant], server: Any, templates: dict[str, Answer], what: str
) -> None:
    behaviour, timeout_s = BROKEN[what]
    server.behaves(behaviour)
    answer = opened("openai", timeout_s, reads=True).answer(MESSAGES["emergency"])
    assert same(answer, templates["emergency"])
    assert answer.facts == templates["emergency"].facts
    assert not server.waited_in_vain


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("what", ["says nothing", "breaks inside"])
def test_no_client_logs_what_it_sends(
    opened: Callable[..., Assistant], server: Any, caplog: pytest.LogCaptureFixture, what: str, provider: str
) -> None:
    server.behaves(FALSE[what] if what in FALSE else BROKEN[what][0])
    assistant = opened(provider, LONG_S, reads=True)
    with caplog.at_level(logging.DEBUG):
        assistant.answer("Okapi pain in my back")
    assert any("Okapi" in each for each in server.prompts)
    assert "Okapi" not in caplog.text


def test_a_model_is_asked_for_no_greeting_and_not_at_start(make: Callable[..., Assistant]) -> None:
    class Never:
        def __getattr__(self, name: str) -> Any:
            raise NotImplementedError(name)

    assistant = make(phraser=Never(), second_reader=Never())
    assistant.warm()
    assert assistant.answer("Hello!").kind == "clarification"
    with pytest.raises(NotImplementedError):
        assistant.answer(MESSAGES["indicated"])


def test_the_same_replies_make_the_same_answer(opened: Callable[..., Assistant], server: Any) -> None:
    server.behaves(replies('{"facts": [{"fact": "osteoporosis", "value": true, "quote": "birdcage bones"}]}'))
    assistant = opened("ollama", LONG_S, reads=True)
    one, other = (assistant.answer("Back pain, birdcage bones.") for _ in range(2))
    assert "osteoporosis" in one.facts.evidence
    assert (one.text, one.facts, one.questions, one.citations, one.check) == (
        other.text, other.facts, other.questions, other.citations, other.check,
    )  # fmt: skip
