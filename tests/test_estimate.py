"""What is said, and refused, before runs start: bytes of tables worked out by hand, advice that is enough, the notice."""

import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from sim import configure, machine, simulate
from sim.errors import UserError
from sim.indicators import MONTHLY, NAMES
from sim.machine import Room
from sim.parameters import to_record
from sim.runs import ahead, estimate
from sim.runs.ahead import duration, foresee, size, together
from sim.runs.estimate import Need, evidently_fits, of_config, of_sets, sharing
from sim.runs.trial import tried

GIB = 2**30


def records(*overrides):
    config = configure("baseline", *overrides)
    return to_record(config, config.timeline)[None, :]


def limited(monkeypatch, number, address=False):
    """This much memory for the process, whatever the computer has."""
    monkeypatch.setattr(machine, "rooms", lambda: [Room(number, "are free on this computer", address)])


def need(**changes):
    """A need that is worked out by hand: 100 held, 10 later, 20 units of 3 bytes, 2 threads with tables of 8 x 2 + 5 x 4."""
    made = Need(
        work=30.0, held=100.0, later=10.0, units=20, kept=3.0, workers=2, places=8, each_place=2.0, employers=5,
        each_employer=4.0, runs=20,
    )  # fmt: skip
    return replace(made, **changes)


def test_the_peak_by_hand():
    assert need().tables == 8 * 2 + 5 * 4
    assert need().bytes == 100 + 60 + 2 * 36  # while it runs
    assert need(workers=1).bytes == 100 + 60 + 36
    assert need(later=200.0).bytes == 100 + 60 + 200  # after the runs, when the tables are gone
    assert need(afterwards=3.0).bytes == 100 + 3 * 60 + 10
    assert need(in_flight=1000.0).bytes == 100 + 60 + 60 + 72  # no more in flight than there is
    assert need(jobs=3).bytes == 100 + 3 * (60 + 72)
    assert (
        need(journeys=10, each_step=1.0, each_journal=2.0).bytes == 100 + 60 + 2 * 10 * 8 + 10
    )  # all journeys put together
    assert (
        need(journeys=1, each_step=1.0, each_journal=9.0).bytes == 100 + 60 + (36 + 8 * 9) + 8 + 10
    )  # one being written
    assert need(cores=2, besides=4.0).seconds == 30 / 2 + 4


def test_how_many_fit_by_hand():
    assert need().most("units", 100 + 72 + 3 * 7 + 1) == 7
    assert need().most("workers", 100 + 60 + 71) == 1
    assert need().most("places", 100 + 60 + 2 * (20 + 2 * 6)) == 6
    assert need().most("employers", 100 + 60 + 2 * (16 + 4 * 3)) == 3
    assert need().most("units", 100 + 72) is None
    assert need(journeys=4, each_step=100.0).most("journeys", 100 + 60 + 72, 0) == 0


REACHED = ("candidates.per_place=30", "candidates.exhaustion=3")


@pytest.mark.compiled
def test_reserved_bytes_of_tables_by_hand():
    shown = tried(records("design.places=60", "design.home_share=0", "markets.employers=200", *REACHED), 4, 1)
    candidates = 60 * 30 * 3 + 1
    assert shown.room_of_candidates == candidates * (112 + 21 * 4)  # a row, and a place in the list of each stage
    assert shown.room_of_hosts == 200 * (72 + 4 + 4 + 12 + 8 * 12)  # row, market's lists, slot, short-list of eight
    assert 0 < shown.candidates < shown.room_of_candidates
    assert 200 * 72 <= shown.hosts <= shown.room_of_hosts


@pytest.mark.compiled
def test_a_large_scheme_is_tried_on_a_smaller_scale():
    large = ("scenario=talent_partnership", "design.places=40000", "design.budget_total=1600000000")
    config = configure("talent_partnership", "uncertainty=chance", *large[1:])
    shown = tried(to_record(config, config.timeline)[None, :], 4, 1, journeys=4)
    applicants = simulate(config, replicates=4, seed=1).runs["applicants"]
    assert shown.candidates == pytest.approx(applicants.max() * (104 + 8), rel=0.15)
    assert shown.entries == pytest.approx(2.8 * applicants.mean(), rel=0.3)


@pytest.mark.compiled
def test_an_estimate_counts_what_is_asked_for():
    config = configure("baseline", "replicates=5000", "workers=2", "horizon=96", "journeys=0")
    made = of_config(config)
    assert made.kept == 8 * (96 * len(MONTHLY) + len(NAMES))
    assert (made.units, made.workers, made.runs, made.threads) == (5000, 2, 5000, 2)
    assert of_config(configure("baseline", "replicates=20", "workers=4")).workers == 1  # one chunk: one thread works
    assert (
        of_config(configure("baseline", "replicates=500", "journeys=400")).bytes
        > of_config(configure("baseline", "replicates=500")).bytes + 2**24
    )
    with sharing(3):
        shared = of_config(config)
    assert shared.bytes - shared.held == pytest.approx(3 * (made.bytes - made.held), rel=0.02)


CAUSES = {
    "replicates": ("replicates=20000", "journeys=0"),
    "journeys": ("replicates=400", "journeys=400", "design.places=3000", "design.budget_total=150000000"),
    "markets.employers": ("replicates=2", "markets.employers=1000000", "scale=20", "workers=1"),
    "design.places": ("replicates=2", "design.places=100000", "design.budget_total=5000000000", "workers=1", "journeys=0"),
    "workers": ("replicates=2000", "horizon=12", "workers=200", "markets.employers=100000"),
}  # fmt: skip


def asked(cause):
    """The number that is too high."""
    [text] = [each for each in CAUSES[cause] if each.startswith(f"{cause}=")]
    return int(text.partition("=")[2])


@pytest.mark.compiled
@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("address", [False, True], ids=["resident", "address space"])
def test_a_refusal_names_what_to_change_and_the_change_is_enough(monkeypatch, cause, address):
    config = configure("baseline", *CAUSES[cause])
    made = of_config(config)
    wanted = made.reserved if address else made
    limited(monkeypatch, wanted.held + 0.6 * (wanted.bytes - wanted.held) + 0.4 * wanted.later, address)
    monkeypatch.setattr(estimate, "EVIDENT_SECONDS", 0.0)
    with pytest.raises(
        UserError,
        match=rf"^this needs about .* of memory, but only .* are free on this computer: choose at most .*{cause}=",
    ) as told:
        simulate(config)
    [most] = re.findall(rf"{cause}=(\d+)", str(told.value))
    assert 0 <= int(most) < asked(cause)
    foresee(
        configure("baseline", *(each for each in CAUSES[cause] if not each.startswith(f"{cause}=")), f"{cause}={most}")
    )


@pytest.mark.compiled
def test_what_no_single_change_mends_is_refused_with_another_way(monkeypatch):
    limited(monkeypatch, 1.0)
    with pytest.raises(UserError, match="choose fewer replicates together with fewer workers, or a smaller scheme"):
        simulate(configure("baseline"), replicates=10)


@pytest.mark.compiled
def test_an_experiment_is_refused_before_its_arrays_are_made(monkeypatch):
    from analysis.worlds.experiments import Experiment, run, run_designs
    from sim.runs.sets import stack

    monkeypatch.setattr(machine, "rooms", lambda: [Room(machine.used()[0] + 3e8, "are free on this computer")])
    configs = [configure("baseline"), configure("baseline", "design.flexibility=0.9")]
    with pytest.raises(UserError, match=r"choose at most replicates=\d+"):
        run_designs(configs, 10_000_000, 1, monthly=("matches",))
    with pytest.raises(UserError, match=r"choose at most replicates=\d+"):
        run_designs(configs, 200_000, 1, "both")
    shares = {"design.flexibility": np.linspace(0, 1, 4_000_000)}
    many = Experiment(stack(configs[:1]), np.zeros(4_000_000, np.int64), shares)
    with pytest.raises(UserError, match=r"choose at most worlds=\d+"):
        run(many, 1, 1, counted=("worlds", 2_000_000))


@pytest.mark.compiled
@pytest.mark.parametrize(("seconds", "said"), [(59.0, False), (61.0, True)])
def test_a_run_over_a_minute_says_so(monkeypatch, capsys, seconds, said):
    made = replace(
        of_config(configure("baseline", "replicates=9000", "workers=2")), work=2 * seconds, cores=2, besides=0.0
    )
    ahead.ahead(made)
    printed = capsys.readouterr()
    assert printed.out == ""
    told = re.fullmatch(r"This takes about 1 minute and \d[\d,.]* [GM]iB \(9,000 runs on 2 threads\)\.\n", printed.err)
    assert bool(told) is said
    assert bool(printed.err) is said


@pytest.mark.compiled
def test_calls_of_one_command_say_once_what_they_take_together(monkeypatch, capsys):
    made = replace(of_config(configure("baseline", "replicates=100", "workers=1")), work=10.0, besides=0.0)
    with together(3000):
        ahead.ahead(made)
        ahead.ahead(replace(made, work=1000.0))
    ahead.ahead(made, stored=True)
    assert re.fullmatch(r"This takes about 5 minutes and .* \(3,000 runs on 1 thread\)\.\n", capsys.readouterr().err)


@pytest.mark.compiled
def test_short_commands_are_not_tried(monkeypatch, capsys):
    monkeypatch.setattr("sim.runs.ahead.of_config", lambda config: pytest.fail("tried"))
    foresee(configure("baseline", "replicates=200"))
    foresee(configure("palim", "replicates=200"))
    with pytest.raises(pytest.fail.Exception, match="tried"):
        foresee(configure("baseline", "replicates=200000"))
    assert not evidently_fits(records("design.places=100000"), 2, 0.0, 1)


@pytest.mark.compiled
def test_a_sweep_is_refused_before_its_first_run(monkeypatch, capsys, tmp_path):
    from sim.__main__ import main

    limited(monkeypatch, machine.used()[0] + 5e8)
    with pytest.raises(SystemExit) as left:
        main(["--multirun", "replicates=2,200000", f"outputs={tmp_path}"])
    assert left.value.code == 2
    assert "Error: this needs about" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_sizes_and_times_in_words():
    assert (size(900 * 2**20), size(1.26 * GIB)) == ("900 MiB", "1.3 GiB")
    assert [duration(each) for each in (20, 61, 200, 7200, 864000)] == [
        "1 minute",
        "1 minute",
        "3 minutes",
        "2.0 hours",
        "10 days",
    ]


@pytest.mark.compiled
def test_estimates_hold_for_five_configurations():
    from benchmarks.estimates import drawn, in_process

    for command in drawn(5, seed=3):
        found = in_process(command)
        assert found.memory < 1.5, found
        assert found.time < 4.0, found


@pytest.mark.compiled
def test_of_sets_counts_results_and_parts():
    sets = records()
    made = of_sets(sets, 1000, 4, 1, 8e6, units=4, workers=1, in_flight=1e6)
    assert (made.units, made.kept, made.runs) == (4, 2e6, 4000)
    assert made.in_flight == estimate.PIECES * 1e6


def test_import_is_light():
    heavy = "import sys, sim.machine; print([name for name in ('numpy', 'psutil', 'numba', 'hydra') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True).stdout == "[]\n"
