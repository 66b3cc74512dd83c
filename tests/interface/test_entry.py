"""``pilot-schemes``: the same commands under one name, and what this copy of the project says about itself."""

import sys

import pytest

from analysis.__main__ import main as questions_main
from analysis.command.entry import as_typed_here, main
from analysis.command.questions import main_of, names
from sim import __main__ as sim_command
from sim import installation
from sim.corridors import __main__ as corridors_command
from sim.errors import UserError
from sim.installation import require, root
from sim.parameters import __main__ as parameters_command
from sim.setup.catalogue import CONF

COMMANDS = ("corridors", "parameters", "questions")


def printed(capsys, command, arguments):
    command(arguments)
    return capsys.readouterr().out


def refused(capsys, command, arguments):
    with pytest.raises(SystemExit) as left:
        command(arguments)
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    return error


def test_every_question_has_settings_of_its_own_name():
    assert names() == sorted(path.stem for path in CONF.glob("*.yaml") if path.stem != "config")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_the_questions_are_listed_a_line_each(capsys, arguments):
    lines = printed(capsys, questions_main, arguments).splitlines()
    for name in names():
        assert sum(line.startswith(f"  {name} ") for line in lines) == 1
    assert any("python -m analysis.compare --help" in line for line in lines)


@pytest.mark.parametrize("name", [*names(), *COMMANDS])
def test_help_shows_commands_as_they_are_typed(capsys, name):
    text = printed(capsys, main, [name, "--help"])
    assert "python -m" not in text
    assert f"pilot-schemes {name}" in text or name == "questions"


def test_without_a_question_it_runs_a_scenario(capsys, tmp_path):
    assert printed(capsys, main, ["--help"]) == as_typed_here(printed(capsys, sim_command.main, ["--help"]))
    printed(capsys, main, ["-m", "seed=1,2", "replicates=2", f"outputs={tmp_path}"])
    assert len(list(tmp_path.glob("baseline/*/report.html"))) == 2


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["--cfg", "job", "scenario=palim"], sim_command.main),
        (["compare", "--cfg", "job", "replicates=7"], main_of("compare")),
        (["parameters", "scenario=palim", "--csv"], parameters_command.main),
        (["corridors", "MA", "BE"], corridors_command.main),
    ],
)
def test_it_is_the_same_command(capsys, arguments, command):
    own = arguments if command is sim_command.main else arguments[1:]
    assert printed(capsys, main, arguments) == printed(capsys, command, own)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["compar"], "'compar' is not a question: did you mean compare? Available: advice, bottlenecks,"),
        (["parameter"], "did you mean parameters?"),
        (["zzz"], "'zzz' is not a question. Available: "),
        (["palim"], "write name=value, e.g. scenario=palim"),
        (["scenario=palm"], "did you mean palim?"),
        (["--cfg"], "pilot-schemes --cfg job scenario=palim"),
        (["compare", "--cfg"], "pilot-schemes compare --cfg job"),
    ],
)
def test_what_does_not_exist_is_refused_in_a_line(capsys, arguments, told):
    assert told in refused(capsys, main, arguments)


def test_a_question_that_does_not_exist(capsys):
    assert "did you mean robustness?" in refused(capsys, questions_main, ["robustnes"])
    assert "usage: python -m analysis.compare" in printed(capsys, questions_main, ["compare", "--help"])


def test_only_commands_are_rewritten():
    assert (
        as_typed_here("python -m simple, python -m analysis.compare a=b")
        == "python -m simple, pilot-schemes compare a=b"
    )


def test_the_streams_are_given_back(capsys):
    before = sys.stdout, sys.stderr
    main(["--version"])
    assert (sys.stdout, sys.stderr) == before


def test_data_lie_inside_an_installed_package_and_beside_one_in_a_checkout(tmp_path):
    package = tmp_path / "sim"
    package.mkdir()
    (tmp_path / "conf").mkdir()
    assert root(package) == tmp_path
    (package / "data").mkdir()
    assert root(package) == package / "data"


def test_a_missing_package_names_the_command_that_installs_it_here(monkeypatch, tmp_path):
    require("json", "json", "analysis", "this")

    def told():
        with pytest.raises(UserError) as refusal:
            require("no_such_module", "the package", "analysis", "the page")
        start, _, command = str(refusal.value).partition(". Install it with: ")
        assert start == "the page needs the package, which is not installed"
        return command

    monkeypatch.chdir(tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    monkeypatch.setattr(sys, "executable", "/somewhere/python")
    monkeypatch.setattr(installation, "ROOT", tmp_path)
    monkeypatch.setattr(installation, "find_spec", lambda name: name == "pip" or None)
    assert told() == "/somewhere/python -m pip install 'pilot-schemes[analysis]'"
    (tmp_path / "pyproject.toml").touch()
    assert told() == "/somewhere/python -m pip install -c constraints.txt -e '.[analysis]'"
    (tmp_path / ".venv" / "bin" / "uv").touch()
    assert told() == ".venv/bin/uv pip install -p .venv -c constraints.txt -e '.[analysis]'"  # as in the README
    (tmp_path / "pyproject.toml").unlink()
    monkeypatch.setattr(installation, "find_spec", lambda name: None)
    (tmp_path / ".venv" / "bin" / "uv").unlink()
    assert told() == "uv pip install -p .venv 'pilot-schemes[analysis]'"
