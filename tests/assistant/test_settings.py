from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingError
from assistant.settings import Settings, load_settings
from index import IndexOptions


def test_everything_has_a_default() -> None:
    settings = load_settings({"PATH": "/bin"})
    assert settings == Settings()
    assert settings.index_dir == Path("data/index")
    assert settings.documents_dir == Path("data/documents")


def test_every_setting_is_read() -> None:
    settings = load_settings({
        "INDICATED_DATA_DIR": "/srv/indicated", "INDICATED_GUIDELINE_PRIORITY": "nice-ng59, acr-lbp-2021,",
        "INDICATED_ELDERLY_AGE": "65", "INDICATED_CHAT_MODEL": "ollama:llama3", "INDICATED_CHAT_MODEL_TIMEOUT_S": "5",
        "INDICATED_MAX_CONVERSATIONS": "10", "INDICATED_EMBEDDING_MODEL": "/srv/model",
        "INDICATED_EMBEDDING_PRECISION": "float32", "INDICATED_CHROMA_URL": "http://127.0.0.1:8001/",
        "INDICATED_DATABASE_URL": "postgresql://me:zebra@db/kept", "INDICATED_RETENTION_DAYS": "7",
        "INDICATED_CHAT_MODEL_URL": "http://me:okapi@host:8080/v1", "INDICATED_CHAT_MODEL_READS": "1",
    })  # fmt: skip
    assert settings == Settings(
        Path("/srv/indicated"), ("nice-ng59", "acr-lbp-2021"), 65.0, "ollama:llama3", 5.0,
        "http://me:okapi@host:8080/v1", True, 10, "/srv/model", "float32",
        "http://127.0.0.1:8001", "postgresql://me:zebra@db/kept", 7.0,
    )  # fmt: skip
    assert "zebra" not in repr(settings)
    assert "okapi" not in repr(settings)
    assert settings.index_options == IndexOptions("/srv/model", "float32", "http://127.0.0.1:8001")
    assert Settings().index_options == IndexOptions()


def test_an_empty_setting_is_as_good_as_none() -> None:
    assert load_settings({"INDICATED_CHAT_MODEL": " ", "INDICATED_ELDERLY_AGE": ""}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("INDICATED_ELDERLY_AGE", "old", "give a number from 0 to 120"),
        ("INDICATED_ELDERLY_AGE", "nan", "give a number from 0 to 120"),
        ("INDICATED_MAX_CONVERSATIONS", "0", "give a number from 1 to 10,000,000"),
        ("INDICATED_RETENTION_DAYS", "0", "give a number from 1 to 36,500"),
        ("INDICATED_EMBEDDING_PRECISION", "int4", "give int8 or float32"),
        ("INDICATED_CHROMA_URL", "localhost:8001", "give a server's address, as http"),
        ("INDICATED_CHROMA_URL", "http://[", "give a server's address, as http"),
        ("INDICATED_CHROMA_URL", "http://host:99999", "give a server's address, as http"),
        ("INDICATED_CHROMA_URL", "https://host/path", "give a server's address, as http"),
        ("INDICATED_CHAT_MODEL_URL", "localhost:8080", "is no address; give one as http"),
        ("INDICATED_CHAT_MODEL_URL", "http://host:99999", "is no address; give one as http"),
        ("INDICATED_CHAT_MODEL_READS", "1", "set INDICATED_CHAT_MODEL as well"),
        ("INDICATED_CHAT_MODEL_READS", "yes", "give 1, or 0"),
        ("INDICATED_DATADIR", "/srv", "INDICATED_DATADIR is no setting; the settings are INDICATED_CHAT_MODEL"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_may_be(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingError, match=message):
        load_settings({name: value})
