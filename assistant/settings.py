"""The settings of one process, read once from its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SettingError

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
    max_conversations: int = 10_000
    """How many conversations are kept; the one that was quiet longest goes first."""

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def documents_dir(self) -> Path:
        return self.data_dir / "documents"


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the `INDICATED_*` variables.

    Raises:
        SettingError: names the variable and what it may be; a variable that is not known is refused, too.
    """
    given = {name.removeprefix(_PREFIX): value.strip() for name, value in environ.items() if name.startswith(_PREFIX)}
    known = {"DATA_DIR", "GUIDELINE_PRIORITY", "ELDERLY_AGE", "CHAT_MODEL", "CHAT_MODEL_TIMEOUT_S", "MAX_CONVERSATIONS"}
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
        max_conversations=int(_number(given, "MAX_CONVERSATIONS", 1, 10_000_000, default.max_conversations)),
    )


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
