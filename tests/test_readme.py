"""The README's commands: those that continuous integration runs, the same for Windows, safe in every shell, with their time."""

import re
import shlex

import pytest
from test_examples import BLOCK, PAGES

from analysis.command.questions import application, names
from sim.setup.catalogue import ROOT
from sim.setup.help_text import EXAMPLES

README = (ROOT / "README.md").read_text(encoding="utf-8")
SET_UP = [
    line
    for kind, text in BLOCK.findall(README)
    if kind == "sh"
    for line in text.splitlines()
    if line.startswith("python3 ")
]
WITH_TIME = [name for name in names() if name != "dashboard"]
COMMANDS = [
    *(line for page in PAGES for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == "sh" for line in text.splitlines()),
    *(line for name in names() for line in application(name).examples),
    *EXAMPLES.splitlines(),
]  # fmt: skip


def on_windows(command):
    """A set-up command for PowerShell."""
    command = command.replace("python3 -m venv", "py -3 -m venv").replace(".venv/bin/pip", ".venv/bin/python -m pip")
    return command.replace(".venv/bin/", ".venv\\Scripts\\").replace(" && ", "; ")


def unquoted(command):
    """The command without what stands in quotes and without its comment."""
    return re.sub(r"'[^']*'|\"[^\"]*\"| #.*", "", command)


def test_the_two_commands_are_those_of_continuous_integration():
    assert len(SET_UP) == 2
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in SET_UP if line not in run] == []


def test_windows_has_the_same_two_commands():
    [text] = [text for kind, text in BLOCK.findall(README) if kind == "powershell"]
    assert text.splitlines() == [on_windows(line) for line in SET_UP]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_shell_takes_a_word_for_a_pattern(command):
    assert not set("[]*?") & set(unquoted(command)), command  # zsh refuses a pattern that no file matches


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_have_one_form(page):
    lines = [
        line
        for kind, text in BLOCK.findall(page.read_text(encoding="utf-8"))
        if kind == "sh"
        for line in text.splitlines()
    ]
    others = [line for line in lines if line not in SET_UP and line != ". .venv/bin/activate"]
    assert [line for line in others if ".venv/bin" in line or shlex.split(line)[0].startswith("python3")] == []


@pytest.mark.parametrize("name", WITH_TIME)
def test_every_question_says_how_long_it_takes(name):
    takes = application(name).takes
    assert re.fullmatch(r"about .*(second|minute|hour).*", takes)
    [row] = re.findall(rf"^\| `python -m analysis\.{name}` \| .+ \| (.+) \|$", README, re.MULTILINE)
    assert row == takes


def test_every_question_is_in_the_table():
    assert sorted(re.findall(r"^\| `python -m analysis\.(\w+)`", README, re.MULTILINE)) == WITH_TIME
