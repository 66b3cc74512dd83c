"""Whatever is typed, written into a file, put into an address or uploaded is accepted and checked, or refused in one line."""

from dataclasses import fields, replace
from functools import cache
from importlib import import_module

import pytest
import yaml
from hypothesis import strategies as st

from analysis.command.application import launch
from analysis.command.declare import declared_settings
from analysis.command.questions import names as questions
from analysis.dashboard.address import from_address
from analysis.dashboard.plan import Plan, configurations, to_address
from analysis.dashboard.upload import plan_of
from sim.__main__ import main
from sim.parameters import registry
from sim.parameters.__main__ import main as parameters_main
from sim.setup.catalogue import GROUPS
from sim.setup.configuration import runs
from tests.fuzz.hostile import NAMES, VALUES, answer, override, refusal, value

QUESTIONS = [name for name in questions() if name != "dashboard"]  # whose own check starts a server
SHORT = [text for text in VALUES if len(text) < 400]


def told_apart(refused):
    """Neither everything was accepted nor everything refused: the search meets both."""
    assert any(refused), "nothing was refused"
    assert not all(refused), "nothing was accepted"


def test_overrides(fuzz):
    refused = []
    plain = st.sampled_from([f"{each.name}={each.default}" for each in registry().values() if each.low is not None])
    one_or_two = st.one_of(st.lists(override, min_size=1, max_size=2), st.lists(plain, max_size=2, unique=True))
    fuzz.search(lambda texts: refused.append(refusal(lambda: runs(texts), texts)), one_or_two, share=0.05)
    told_apart(refused)


@pytest.mark.parametrize("text", VALUES, ids=range(len(VALUES)))
def test_a_value_of_every_kind(text):
    """Every hostile value, for a parameter of every kind."""
    for name in (
        "design.places",
        "design.duration_years",
        "design.kind",
        "design.advisory_board",
        "markets.countries",
        "shock",
        "timeline",
    ):
        answer(main, [f"{name}={text}", "scenario=no.such"])  # the other name is refused where this one is accepted
    refusal(lambda: runs([f"description={text}", f"seed={text}"]), text)


@pytest.mark.parametrize("name", NAMES[len(registry()) + len(GROUPS) + 1 :])
def test_a_name_of_every_kind(name):
    """Every hostile name, with a harmless value."""
    answer(main, [f"{name}=5", "--cfg", "job"])


def test_command_lines(fuzz):
    flags = st.sampled_from(
        (
            "--help",
            "--cfg",
            "--cfg=job",
            "--cfg=x",
            "job",
            "-m",
            "--multirun",
            "--version",
            "-",
            "--",
            "--=",
            "--seed=1",
            "-\x00",
            "--é",
        )
    )
    lines = st.lists(st.one_of(override, flags), max_size=4).map(lambda parts: [*parts, "--cfg", "job"])
    told = []
    listed = st.lists(st.one_of(override, flags), max_size=3)
    fuzz.search(lambda line: told.append(answer(main, line)), lines, share=0.03)
    fuzz.search(lambda line: told.append(answer(parameters_main, line)), listed, share=0.03)
    told_apart(told)


YAML = (
    b"", b"\n", b"---", b"--- \n---\n", b"a: 1\n---\nb: 2\n", b"- a\n", b"5", b"null", b"true", b'"text"', b"\xff\xfe\x00", b"\x00", bytes(range(256)), b"seed: 1\x00\n",
    b"\tseed: 1\n", b"design:\n\tplaces: 3\n", b"seed: 1\nseed: 2\n", b"design: {places: 3}\ndesign: {places: 4}\n", b"design.places: 3\ndesign: {places: 4}\n",
    b"seed: &a 1\nworkers: *a\n", b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", b"a: &a {b: *a}\n", b"design: &a {b: *a}\n", b"defaults: &a [*a]\n", b"timeline: &a {5: *a}\n", b"seed: &a [*a]\n", b"<<: {seed: 2}\n", b"<<: 5\n", b"seed: !!int '5'\n",
    b"seed: !!python/object/apply:os.system [ls]\n", b"description: !!binary aGk=\n", b"seed: !x 5\n", b"? [1]\n: 2\n", b"? {a: b}\n: 2\n", b"1: 2\n", b"true: 1\n", b"null: 1\n", b"2024-01-01: 1\n",
    b"1.5: 2\n", b"? !!binary aGk=\n: 1\n", b"[" * 300 + b"]" * 300, b"{a: " * 60 + b"1" + b"}" * 60, b"seed: " + b"9" * 400, b"seed: " + b"9" * 5000, b"seed: .nan\n", b"seed: .inf\n",
    b"design.duration_years: .nan\n", b"design.duration_years: 1e999\n", b"design.places: 1_000\n", b"design.places: 0x10\n", b"design.places: 190:20:30\n", b"design.places: 2024-01-01\n",
    b"seed: ${oc.env:HOME}\n", b"description: ${oc.env:HOME}\n", b"description: $HOME\n", b"description: '${'\n", b"defaults: 5\n", b"defaults: [5]\n", b"defaults: [null]\n", b"defaults: [[a]]\n",
    b"defaults: [{a: b, c: d}]\n", b"defaults: [{override /shock: null}]\n", b"defaults: [{5: 6}]\n", b"defaults: [{[1]: 2}]\n", b"defaults: [/etc/passwd]\n", b"defaults: [../../x.yaml]\n", b"defaults: [~nouser/x.yaml]\n",
    b"defaults: ['']\n", b"defaults: ['.']\n", b"defaults: [me]\n", b"defaults: {a: b}\n", b"defaults: [_self_, _self_]\n", b"defaults: [palim, palim]\n", b"scenario: a/b\n", b"scenario: ''\n", b"scenario: ..\n", b"scenario: [a]\n",
    b"scenario: 5\n", b"scenario: \"a\\0b\"\n", b"scenario: \"a\\nb\"\n", b"description: \"a\\nb\"\n", b"description: 5\n", b"description: [a]\n", b"timeline: 5\n", b"timeline: {5: 6}\n", b"timeline: {a: {seed: 1}}\n",
    b"timeline: {5: {permits.months: .nan}}\n", b"timeline: {5.5: {permits.months: 1}}\n", b"timeline: {true: {permits.months: 1}}\n", b"timeline: {[1]: {permits.months: 1}}\n", b"timeline: {5: {permits: {months: [1]}}}\n",
    b"timeline: {5: {permits.months: 1}, '5': {permits.months: 2}}\n", b"hydra: {run: {dir: /tmp}}\n", b"_target_: os.system\n", b"design: {_target_: x}\n", b"executor: dask\n", b"executor: {name: dask, address: x}\n",
    b"outputs: 5\n", b"outputs: /dev/null/x\n", b"corridor.origins: [MA, TN]\n", b"corridor.origins: [NO]\n", b"corridor.origins: [no]\n", b"corridor.origins: {MA: 1}\n", "seed: 5\u2028\n".encode(), "s\u00e9ed: 5\n".encode(), "\ufeffseed: 5\n".encode(),
    b"design: &d\n  places: 3\n", b"%YAML 9.9\n---\nseed: 1\n", b"%TAG ! tag:x,2000:\n---\nseed: 1\n", b"seed: 'a\n", b"seed: |\n  5\n", b"seed: >\n  5\n", b"seed: 5 # x\n", b"seed : 5\n", b"seed:5\n", b": 5\n", b"'': 5\n",
    b"a" * 70_000, b"description: " + b"a" * 50_000 + b"\n", b"seed: 5\r\nworkers: 1\r\n", b"seed: 5\rworkers: 1\r",
)  # fmt: skip


@pytest.mark.parametrize("content", YAML, ids=range(len(YAML)))
def test_files(content, tmp_path):
    """A scenario's file and an upload, of every kind."""
    path = tmp_path / "me.yaml"
    path.write_bytes(content)
    answer(main, [f"scenario={path}", "--cfg", "job"])
    refusal(lambda: configurations(plan_of(content, "me.yaml", Plan())), content)


leaf = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10), st.sampled_from(SHORT), st.dates()
)
key = st.one_of(st.sampled_from(NAMES), st.integers(), st.text(max_size=10), st.none(), st.floats())
tree = st.recursive(
    leaf, lambda inside: st.one_of(st.lists(inside, max_size=3), st.dictionaries(key, inside, max_size=4)), max_leaves=8
)
document = st.dictionaries(st.sampled_from((*NAMES, "defaults", "timeline")), tree, min_size=1, max_size=3)


def test_files_and_uploads_of_any_data(fuzz, tmp_path):
    path = tmp_path / "me.yaml"

    def check(content):
        data = (
            content
            if isinstance(content, bytes)
            else yaml.safe_dump(content, allow_unicode=True).encode("utf-8", "replace")
        )
        path.write_bytes(data)
        refusal(lambda: runs([f"scenario={path}"]), data)
        refusal(lambda: configurations(plan_of(data, "me.yaml", Plan())), data)

    fuzz.search(lambda content: check(content), st.one_of(document, document, st.binary(max_size=60)), share=0.04)


FIELDS = ("scenario", "budget", "uncertainty", "runs", "seed", "title", "start", "timeline", "A", "B", "A.design.places", "all.shock.month", "all.markets.count", "file.design.places",
          "file.corridor.origins", "file.x", "A.x", "E.design.places", "B.design.advisory_board", "A.design.kind", "A.design.duration_years", "file.horizon", "file.scale", "utm_source")  # fmt: skip
address = st.lists(st.tuples(st.sampled_from(FIELDS), value), max_size=5).map(
    lambda pairs: "&".join(f"{name}={text}" for name, text in pairs)
)


def test_addresses_of_the_page(fuzz):
    refused = []

    def check(query):
        def visit():
            plan = from_address(query)
            assert from_address(to_address(plan)) == plan, query

        refused.append(refusal(visit, query))

    fuzz.search(lambda query: check(query), st.one_of(address, address, address, st.text(max_size=100)), share=0.3)
    told_apart(refused)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_of_an_address_with_every_value(field):
    for text in SHORT:
        refusal(lambda: from_address(f"{field}={text}"), (field, text))  # noqa: B023


@cache
def asking(question):
    """The command of a question up to the point where it would simulate: settings composed, checked, all refusals."""
    application = import_module(f"analysis.{question}.__main__").APPLICATION
    asked = import_module(f"analysis.{question}.settings").asked
    return replace(application, run=asked)


def own_value(question, name, chance):
    """A value for a setting of a question: an end of its range, one in it, one of its names, or anything hostile."""
    parameter = declared_settings(asking(question).schema).get(name)
    if chance.random() < 0.5:
        return chance.choice(SHORT)
    if parameter is None:  # a list of names
        return chance.choice(
            (
                "[a,b]",
                "[palim]",
                "palim",
                "[palim,palim]",
                "[]",
                "{palim: x}",
                "[design.places]",
                "[uncertain,shock.*]",
                "[all]",
                "[L1]",
                "[matches]",
            )
        )
    if parameter.choices:
        return chance.choice(parameter.choices)
    if parameter.type is bool:
        return chance.choice(("true", "false"))
    if parameter.low is None:
        return chance.choice(
            (
                "matches",
                "matches > 3",
                "flexible - rigid < 0",
                "flexible.matches / rigid.matches",
                "matches / 0 > 1",
                "1 > 2",
                "((matches)) > 3",
                "matches > > 3",
                "matches >= 1e999",
                "public_cost",
            )
        )
    return str(chance.choice((parameter.low, parameter.high, parameter.default)))


@pytest.mark.parametrize("question", QUESTIONS)
def test_settings_of_every_question(fuzz, question):
    application = asking(question)
    settings = [item.name for item in fields(application.schema)]
    refused = []
    for chance in fuzz.chances(question, share=0.006):
        chosen = {
            name: own_value(question, name, chance)
            for name in chance.sample(settings, chance.randint(1, min(3, len(settings))))
        }
        if "scenario" in settings:
            chosen.setdefault("scenario", "palim")
        texts = [f"{name}={text}" for name, text in chosen.items()]
        if chance.random() < 0.3:
            texts.append(f"{chance.choice(NAMES)}={chance.choice(SHORT)}")
        refused.append(answer(lambda line: launch(application, line), texts))
    assert any(refused)
