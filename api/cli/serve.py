"""`indicated serve`: the chat page and the API."""

from __future__ import annotations

import ipaddress
import socket
from typing import Annotated

import typer

from api.cli.terminal import Exit, complain, console, settings


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
) -> None:
    """
    Serve the chat page and the API on this machine.

    A newer index is picked up when it is built; no restart is needed.

    There are no accounts: whoever reaches the port can ask. Put a proxy with a login before it to share it.

    **Examples**

        indicated serve

        indicated serve --port 8080

    **Exit codes**: 1 the port is taken. 3 no usable index: the message says what to run.
    """
    import uvicorn

    from api.app import create_live_app
    from assistant import live_assistant

    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        complain(f"cannot listen on {host}:{port} ({error.strerror}); choose another with --host and --port")
        raise typer.Exit(Exit.FAILED) from None
    with listening:
        app = create_live_app(live_assistant(settings()).get)
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}"
        console().print(f"Indicated is at {address} (chat) and {address}/docs (API). Ctrl-C stops it.")
        if not _loopback(host):
            complain(f"anyone who can reach {host} can ask: there is no login here")
        # No websockets are served, and their log lines would hold query strings.
        config = uvicorn.Config(app, ws="none", server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
