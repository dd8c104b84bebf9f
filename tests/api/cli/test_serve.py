"""`indicated serve`."""

from __future__ import annotations

import socket
from typing import Any

import pytest
import uvicorn

from index import IndexMissingError


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, list[socket.socket]]]:
    """What uvicorn was told to run, instead of running it."""
    calls: list[tuple[Any, list[socket.socket]]] = []
    # Its handlers would outlive the test's captured output.
    monkeypatch.setattr(uvicorn.Config, "configure_logging", lambda self: None)
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: calls.append((self.config, sockets)))
    return calls


def test_it_listens_on_this_machine_only_and_says_where(run: Any, served: Any) -> None:
    done = run("serve", "--port", "0")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Indicated is at http://127.0.0.1:")
    ((config, _),) = served
    # Their log lines would hold query strings.
    assert config.ws == "none"


def test_a_taken_port_is_one_clear_line(run: Any, served: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert (done.code, done.out, served) == (1, "", [])
    assert f"cannot listen on 127.0.0.1:{port}" in done.err
    assert done.err.count("\n") == 1


def test_a_host_that_is_none_is_one_clear_line(run: Any, served: Any) -> None:
    assert run("serve", "--host", "256.0.0.1").code == 1


def test_an_open_address_comes_with_a_warning(run: Any, served: Any) -> None:
    assert "no login" in run("serve", "--host", "0.0.0.0", "--port", "0").err  # noqa: S104 - nothing is served


@pytest.mark.parametrize("port", ["-1", "70000", "http"])
def test_a_port_that_is_none_is_bad_usage(run: Any, port: str) -> None:
    assert run("serve", "--port", port).code == 2


def test_a_missing_index_ends_it_before_it_serves(run: Any, served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(settings: Any) -> None:
        raise IndexMissingError("There is no index; run `indicated index build`.")

    monkeypatch.setattr("assistant.live_assistant", missing)
    done = run("serve", "--port", "0")
    assert (done.code, done.out, served) == (3, "", [])
