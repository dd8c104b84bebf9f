"""What is measured: the assistant in this process, or any server that speaks the contract."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from eval.errors import TargetError
from eval.reply import Hit

if TYPE_CHECKING:
    import httpx

    from assistant import Assistant

#: What the answers of the assistant in this process hang on.
_PACKAGES = ("corpus", "index", "assistant")
#: Longer than any answer takes; a server that hangs is a crash, not the end of a run.
TIMEOUT_S = 60.0


class Target(Protocol):
    """Anything that answers. Whatever it raises counts as a crash of that one case."""

    @property
    def name(self) -> str:
        """As a report shows it."""
        ...

    @property
    def code(self) -> str:
        """`sha256:…` of the code behind the answers; empty if it cannot be seen from here."""
        ...

    def ask(self, message: str, conversation_id: str | None) -> Mapping[str, Any]:
        """The answer object of the contract, in a new conversation if there is no id."""
        ...

    def search(self, query: str, max_hits: int) -> tuple[Hit, ...]:
        """What its search finds, best first."""
        ...

    def text(self, document: str) -> str | None:
        """The whole text of a document that it cites; None if it has no such document."""
        ...


class AssistantTarget:
    """The assistant in this process."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    @property
    def name(self) -> str:
        return "the assistant, in process"

    @property
    def code(self) -> str:
        return code_digest(Path(__file__).parent.parent)

    def ask(self, message: str, conversation_id: str | None) -> Mapping[str, Any]:
        answer = self._assistant.answer(message, conversation_id=conversation_id)
        # Through JSON, as a client would see it: what cannot be sent is a crash here too.
        parsed: dict[str, Any] = json.loads(json.dumps(answer.to_json(), allow_nan=False))
        return parsed

    def search(self, query: str, max_hits: int) -> tuple[Hit, ...]:
        return tuple(Hit(hit.passage.id, hit.passage.document) for hit in self._assistant.search(query, max_hits))

    def text(self, document: str) -> str | None:
        held = self._assistant.corpus.documents.get(document)
        return None if held is None else held.text


class ServerTarget:
    """A server that speaks the contract over HTTP."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._texts: dict[str, str | None] = {}

    @property
    def name(self) -> str:
        return str(self._client.base_url)

    @property
    def code(self) -> str:
        return ""

    def ask(self, message: str, conversation_id: str | None) -> Mapping[str, Any]:
        body = {"message": message} | ({} if conversation_id is None else {"conversation_id": conversation_id})
        return self._object("POST", "/v1/chat", json=body)

    def search(self, query: str, max_hits: int) -> tuple[Hit, ...]:
        found = self._object("GET", "/v1/search", params={"q": query, "max_hits": max_hits})
        return tuple(Hit(str(hit["passage"]), str(hit["document"])) for hit in found["hits"])

    def text(self, document: str) -> str | None:
        if document not in self._texts:
            response = self._client.get(f"/v1/sources/{document}")
            if response.status_code not in {200, 404}:
                raise TargetError(f"{self.name}: GET /v1/sources/{document} gave {response.status_code}.")
            self._texts[document] = str(response.json()["text"]) if response.status_code == 200 else None
        return self._texts[document]

    def _object(self, method: str, path: str, **sent: Any) -> dict[str, Any]:  # noqa: ANN401 - as httpx takes them
        response = self._client.request(method, path, **sent)
        # The body of an error may repeat the message; the status says enough.
        if response.status_code != 200:
            raise TargetError(f"{method} {path} gave {response.status_code}.")
        found = response.json()
        if not isinstance(found, dict):
            raise TargetError(f"{method} {path} gave no JSON object.")
        return found


def in_process(environ: Mapping[str, str]) -> AssistantTarget:
    """The assistant as these environment variables set it up; the cases are not kept among people's conversations."""
    from assistant import build_assistant, load_settings

    settings = dataclasses.replace(load_settings(environ), database_url="memory:")
    return AssistantTarget(build_assistant(settings))


def at_server(url: str) -> ServerTarget:
    """The server at this address, if it is ready.

    Raises:
        TargetError: it does not answer.
    """
    import httpx

    client = httpx.Client(base_url=url, timeout=TIMEOUT_S)
    try:
        client.get("/readyz").raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise TargetError(
            f"{url} is not ready ({error}); start it with `make serve`, or leave --server out."
        ) from error
    return ServerTarget(client)


def code_digest(root: Path) -> str:
    """Fingerprint of every file that answers are made from, in the order of their paths."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in {".py", ".yaml", ".md"}:
                digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{digest.hexdigest()}"
