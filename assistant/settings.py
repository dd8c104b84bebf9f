"""The settings of one process, read once from its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from assistant.errors import SettingError

if TYPE_CHECKING:
    from index import IndexOptions

_PREFIX = "INDICATED_"


@dataclass(frozen=True)
class Settings:
    """What an operator may choose; everything has a default."""

    data_dir: Path = Path("data")
    """Where the index is kept and the user's own documents are read from."""
    guideline_priority: tuple[str, ...] = ()
    """Who wins among guidelines that speak to the same patient; those not named follow in the built-in order."""
    elderly_age: float | None = None
    """The age at which "older" begins; None for that of the rules."""
    chat_model: str | None = None
    """Phrases answers, as LangChain names it: `provider:model`. None: templates alone."""
    chat_model_timeout_s: float = 20.0
    """For each reply of the model."""
    chat_model_url: str | None = field(default=None, repr=False)
    """Where the model's API is served, if not at its provider's address. It may hold a password, so no repr."""
    chat_model_reads: bool = False
    """The model also reads messages, which are sent to it for that, and proposes facts."""
    max_conversations: int = 1_000
    """How many conversations are kept in memory; the one that was quiet longest goes first."""
    embedding_model: str = "all-MiniLM-L6-v2"
    """A sentence-transformers model: the bundled one, a folder, or the name of one that was downloaded before."""
    embedding_precision: Literal["int8", "float32"] = "int8"
    chroma_url: str | None = None
    """A Chroma server that keeps the vectors; None keeps them in the data directory."""
    database_url: str | None = field(default=None, repr=False)
    """Where conversations are kept; None: in a file of the data directory. It may hold a password, so no repr."""
    retention_days: float = 30.0
    """How long a conversation is kept after its last message."""

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def documents_dir(self) -> Path:
        return self.data_dir / "documents"

    @property
    def index_options(self) -> IndexOptions:
        from index import IndexOptions

        return IndexOptions(self.embedding_model, self.embedding_precision, self.chroma_url)


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the `INDICATED_*` variables.

    Raises:
        SettingError: names the variable and what it may be; a variable that is not known is refused, too.
    """
    given = {name.removeprefix(_PREFIX): value.strip() for name, value in environ.items() if name.startswith(_PREFIX)}
    known = {field.name.upper() for field in fields(Settings)}
    if unknown := sorted(set(given) - known):
        names = ", ".join(f"{_PREFIX}{name}" for name in sorted(known))
        raise SettingError(f"{_PREFIX}{unknown[0]} is no setting; the settings are {names}.")
    given = {name: value for name, value in given.items() if value}
    default = Settings()
    priority = given.get("GUIDELINE_PRIORITY", "").split(",")
    return Settings(
        data_dir=Path(given["DATA_DIR"]).expanduser() if "DATA_DIR" in given else default.data_dir,
        guideline_priority=tuple(name.strip() for name in priority if name.strip()),
        elderly_age=_number(given, "ELDERLY_AGE", 0, 120) if "ELDERLY_AGE" in given else None,
        chat_model=given.get("CHAT_MODEL"),
        chat_model_timeout_s=_number(given, "CHAT_MODEL_TIMEOUT_S", 1, 600, default.chat_model_timeout_s),
        chat_model_url=_api_url(given["CHAT_MODEL_URL"]) if "CHAT_MODEL_URL" in given else None,
        chat_model_reads=_reads(given),
        max_conversations=int(_number(given, "MAX_CONVERSATIONS", 1, 10_000_000, default.max_conversations)),
        embedding_model=given.get("EMBEDDING_MODEL", default.embedding_model),
        embedding_precision=_precision(given.get("EMBEDDING_PRECISION", default.embedding_precision)),
        chroma_url=_url(given["CHROMA_URL"]) if "CHROMA_URL" in given else None,
        database_url=given.get("DATABASE_URL"),
        retention_days=_number(given, "RETENTION_DAYS", 1, 36_500, default.retention_days),
    )


def _precision(value: str) -> Literal["int8", "float32"]:
    if value == "int8":
        return "int8"
    if value == "float32":
        return "float32"
    raise SettingError(f"{_PREFIX}EMBEDDING_PRECISION is {value!r}; give int8 or float32.")


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.path in {"", "/"} and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise SettingError(f"{_PREFIX}CHROMA_URL is {value!r}; give a server's address, as http://127.0.0.1:8001.")
    return value.rstrip("/")


def _api_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good:
        # Not repeated: it may hold a password.
        raise SettingError(f"{_PREFIX}CHAT_MODEL_URL is no address; give one as http://127.0.0.1:11434/v1.")
    return value


def _reads(given: Mapping[str, str]) -> bool:
    value = given.get("CHAT_MODEL_READS", "0")
    if value not in {"0", "1"}:
        raise SettingError(f"{_PREFIX}CHAT_MODEL_READS is {value!r}; give 1, or 0.")
    if value == "1" and "CHAT_MODEL" not in given:
        raise SettingError(f"{_PREFIX}CHAT_MODEL_READS needs a model; set {_PREFIX}CHAT_MODEL as well.")
    return value == "1"


def _number(given: Mapping[str, str], name: str, least: float, most: float, default: float = 0.0) -> float:
    if name not in given:
        return default
    try:
        value = float(given[name])
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise SettingError(f"{_PREFIX}{name} is {given[name]!r}; give a number from {least:g} to {most:,.0f}.")
    return value
