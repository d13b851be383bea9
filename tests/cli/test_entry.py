"""Help in Swedish, sentences for wrong commands, and no traceback unless asked for."""

import pytest

from ibic_eval.cli import run
from ibic_eval.runs import inventory

ENGLISH = ("Usage", "Options", "Arguments", "Commands", "Show this", "required", "default", "<")


@pytest.mark.parametrize(
    "command", ["", "run", "list", "check", "init", "prepare", "dictionary"], ids=str
)
def test_help_is_in_swedish(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Användning: ibic-eval")
    assert [word for word in ENGLISH if word in text] == []


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "Kommandon:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["init"], "KOMMUN saknas"),
        (["run", "1489", "--uot", "x"], "Flaggan --uot finns inte"),
        (["rum", "1489"], "Kommandot finns inte"),
        (["init", "1489", "1490"], "för många argument"),
    ],
)
def test_a_wrong_command_gives_a_sentence(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    text = capsys.readouterr().err
    assert words in text
    assert text.endswith("se ibic-eval --help.\n")


def test_an_unexpected_error_shows_no_data_unless_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("197001011234")

    monkeypatch.setattr(inventory, "inventory", fail)
    assert run(["list"]) == 70
    text = capsys.readouterr().err
    assert text.startswith("Ett oväntat fel i programmet (KeyError).")
    assert "1970" not in text
    assert run(["--debug", "list"]) == 70
    assert "Traceback" in capsys.readouterr().err
