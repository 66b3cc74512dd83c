"""A command that lacks a package says so in a line, and names the extra that holds it."""

import tomllib

import pytest

from analysis.command.declare import EXTRAS
from analysis.command.questions import application, main_of, names
from sim.setup.catalogue import ROOT


@pytest.mark.parametrize("missing", EXTRAS["dashboard"].values())
@pytest.mark.parametrize("name", names())
def test_the_extra_that_is_named_is_the_commands_own(capsys, monkeypatch, name, missing):
    extra = application(name).extra
    assert extra == (name if name in ("dashboard", "optimise") else "analysis")
    if missing not in EXTRAS[extra].values():
        return
    monkeypatch.setattr("sim.installation.find_spec", lambda module: None if module == missing else object())
    with pytest.raises(SystemExit) as left:
        main_of(name)([])
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"[{extra}]'" in error


def test_an_extra_installs_what_its_commands_need():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for extra, packages in EXTRAS.items():
        assert {line.partition(">")[0] for line in declared[extra]} >= set(packages)
