"""The door that users take: a drawn case as overrides, as a file and as a command is the configuration that it says."""

import contextlib
import io

import numpy as np
import pandas as pd
import pytest
import yaml

from sim import configure
from sim.__main__ import main
from sim.indicators import NAMES
from sim.parameters import to_record
from sim.runs.ensemble import run_sets
from sim.setup.configuration import resolved_yaml
from tests.fuzz.cases import by_the_door, config_of, reduced, some_case


def printed(*arguments):
    """What the command prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        main([*arguments])
    return out.getvalue()


def test_overrides_say_what_they_set(fuzz):
    def differ(case):
        return resolved_yaml(by_the_door(case)) != resolved_yaml(config_of(case))

    for chance in fuzz.chances("overrides", share=0.02):
        case = some_case(chance, started=False)
        if differ(case):
            raise AssertionError(f"the door opens to something else:  {reduced(case, differ).command}")


def test_the_order_of_overrides_does_not_matter(fuzz):
    for chance in fuzz.chances("order", share=0.01):
        case = some_case(chance, started=False)
        shuffled = [f"scenario={case.scenario}", *case.overrides, "replicates=2"]
        chance.shuffle(shuffled)
        said = yaml.safe_load(
            printed(*shuffled, "--cfg", "job")
        )  # a month's changes stand in the order in which they came
        assert said == yaml.safe_load(resolved_yaml(config_of(case))), case.command


def test_a_configuration_written_and_read_again_is_the_same(fuzz, tmp_path):
    path = tmp_path / "again.yaml"
    for chance in fuzz.chances("file", share=0.01):
        case = some_case(chance, started=False)
        config = config_of(case)
        path.write_text(resolved_yaml(config), encoding="utf-8")
        again = configure(str(path))
        assert resolved_yaml(again) == resolved_yaml(config), case.command
        one, other = (to_record(each, each.timeline) for each in (config, again))
        assert one.tobytes() == other.tobytes(), case.command


@pytest.mark.compiled
def test_a_command_writes_the_numbers_of_its_runs(fuzz, tmp_path):
    for chance in fuzz.chances("command", share=0.0015):
        case = some_case(chance, started=False)
        folder = printed(
            f"scenario={case.scenario}", *case.overrides, "replicates=2", "uncertainty=chance", f"outputs={tmp_path}"
        ).splitlines()[-1]
        config = config_of(case)
        wanted = run_sets(to_record(config, config.timeline)[None, :], 2, case.seed, workers=1).totals[0]
        runs = pd.read_parquet(f"{folder}/runs.parquet")
        assert np.array_equal(runs[list(NAMES)].to_numpy(), wanted, equal_nan=True), case.command
