"""`indicated ask`: one question, or a conversation."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.cli.terminal import Exit, complain, console, open_assistant, print_json, read_facts, read_stdin

Audience = Literal["clinician", "patient"]

if TYPE_CHECKING:
    from assistant import Assistant

_ANSWERED = {"indication", "information"}


def ask(
    text: Annotated[list[str] | None, typer.Argument(help="The question. `-` reads it from standard input.")] = None,
    audience: Annotated[
        Audience | None,
        typer.Option("--audience", "-a", help="Whom the wording is for: as before, and a clinician at first."),
    ] = None,
    facts: Annotated[str | None, typer.Option(help="Facts known for certain, as JSON. See `indicated facts`.")] = None,
    conversation: Annotated[
        str | None,
        typer.Option("--conversation", "-c", help="Go on with this one; `indicated conversations` lists them."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer, as `POST /v1/chat` gives it.")] = False,
) -> None:
    """
    Ask about a patient, or about the guidance.

    Without text, a conversation begins: the patient's facts are kept from turn to turn.

    **Examples**

        indicated ask "45F, 3 days of low back pain after gardening, no red flags. MRI?"

        indicated ask --audience patient "I am 30 and my back hurts since Monday. Do I need a scan?"

        indicated ask --facts '{"osteoporosis": true}' "72, fell yesterday, back pain"

        indicated ask --conversation 5f0c… "and if she had a pacemaker?"

        indicated ask --json - < letter.txt

    **Exit codes**: 0 answered. 2 bad input. 3 no usable index. 4 out of scope, nothing found, or a question must be
    answered first.
    """
    known = read_facts(facts) if facts is not None else None
    if not text and sys.stdin.isatty() and not as_json:
        _converse(open_assistant(), conversation, audience, known)
        return
    message = read_stdin() if not text or text == ["-"] else " ".join(text)
    answer = open_assistant().answer(message, conversation_id=conversation, audience=audience, facts=known)
    if as_json:
        print_json(answer.to_json())
    else:
        _show(answer.to_json())
        _tell_how_to_go_on(answer.conversation_id)
    if answer.kind not in _ANSWERED:
        raise typer.Exit(Exit.NO_ANSWER)


def _converse(assistant: Assistant, conversation_id: str | None, audience: Audience | None, facts: object) -> None:
    from assistant import FactError, MessageError

    screen = console()
    screen.print(
        "Describe the patient, or ask about the guidance. `new` starts afresh, `quit` or Ctrl-D ends.", style="dim"
    )
    while True:
        try:
            message = screen.input("\n> ").strip()
        except (EOFError, KeyboardInterrupt):
            screen.print()
            message = "quit"
        if message.lower() in {"quit", "exit"}:
            _tell_how_to_go_on(conversation_id)
            return
        if message.lower() == "new":
            conversation_id = None
            screen.print("A new conversation.", style="dim")
        elif message:
            try:
                answer = assistant.answer(message, conversation_id=conversation_id, audience=audience, facts=facts)
            except (FactError, MessageError) as error:
                complain(str(error))
                continue
            conversation_id, facts = answer.conversation_id, None
            _show(answer.to_json())


def _show(answer: dict[str, Any]) -> None:
    from api.cli.answer_view import show_answer

    show_answer(answer, console())


def _tell_how_to_go_on(conversation_id: str | None) -> None:
    """Where somebody looks on; a program takes the id from --json."""
    screen = console()
    if conversation_id and screen.is_terminal:
        screen.print(f"\nGo on: indicated ask --conversation {conversation_id}", style="dim")
