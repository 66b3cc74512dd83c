"""Fields, pictures' axes, what stands between the network and the page, and the command."""

import asyncio
import re
import socket
import tomllib

import pytest

from analysis.dashboard import fields, life, svg, trust
from analysis.dashboard.__main__ import APPLICATION, main
from analysis.dashboard.guard import Guard
from analysis.dashboard.listening import address_of, announcement, listen
from analysis.dashboard.page import page, scenarios
from analysis.dashboard.plan import COMMON, LETTERS, OWN, Plan, levers
from sim.categories import Stage
from sim.errors import UserError
from sim.reporting.prices import in_plain_words
from sim.setup.catalogue import ROOT, scenario_files
from sim.setup.configuration import configure


@pytest.mark.parametrize("name", fields.SLIDERS)
def test_sliders_stay_within_what_is_allowed(name):
    low, high, step = fields.SLIDERS[name]
    parameter = levers()[name]
    assert parameter.low <= low < high <= parameter.high
    assert 0 < step < high - low


@pytest.mark.parametrize("name", levers())
def test_every_field_says_what_it_rests_on(name):
    text = fields.about(levers()[name])
    assert name in text
    assert "Allowed: " in text
    assert "Rests on: " in text
    price = levers()[name].price
    assert ("Costs, " in text) is (price is not None)
    assert in_plain_words(levers()[name]) in text


def test_every_lever_of_the_scheme_has_a_field_with_its_price():
    shown = str(fields.fields(COMMON, fields.drawer(), configure("baseline")))
    for name in (
        "design.signed_share",
        "design.pipeline",
        "design.preparation_months",
        "design.mentoring",
        "design.host_staff",
    ):
        assert f'data-name="{name}"' in shown
    assert "each month: secretariat and meetings of an advisory board (1500 EUR/month)" in shown
    assert "once: setting up fully digital procedures for one country at each end (80000 EUR)" in shown


def test_real_schemes_stand_apart_from_typical_scenarios():
    groups = scenarios()
    assert list(groups) == ["Typical scenarios", "Real schemes"]
    assert set(groups["Typical scenarios"]) | set(groups["Real schemes"]) == set(scenario_files())
    assert {"palim", "haiti_h2a", "vietnam_nurses_pilot1"} <= set(groups["Real schemes"])
    assert {"baseline", "open_pilot"} <= set(groups["Typical scenarios"])
    assert set(scenarios(own_file=True)) == {"Your file", *groups}


def test_a_life_has_words_for_every_stage():
    assert set(life.STAGES) == set(Stage)
    assert len(set(life.STAGES.values())) == len(Stage)
    assert set(life.ENDS) <= set(Stage)


def test_fields_give_values_and_what_is_wrong():
    said = configure("palim")
    given = {
        "version": 0,
        "shock.month": "12",
        "recognition.months": "7",
        "design.places": "many",
        "trust.gain": "1",
        "design.digital": ["x"],
    }
    values, problems = fields.values_in(given, COMMON, said)
    assert values == {"recognition.months": 7.0}
    assert list(problems) == ["design.places"]
    assert "whole number from 0 to 1 million" in problems["design.places"]
    own, problems = fields.values_in({OWN[0]: "", "design.digital": "", "shock.month": "12"}, "A", said)
    assert own == {"shock.month": 12}
    assert list(problems) == [OWN[0]]
    assert fields.values_in("nonsense", COMMON, said) == ({}, {})


def test_every_control_has_a_label_of_its_own():
    text = str(page(Plan()))
    controls = re.findall(r'<(?:input|select)[^>]*?\sid="([^"]+)"', text)
    assert len(controls) == len(set(controls)) > 100
    labelled = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', text))
    assert {each for each in controls if each.startswith((COMMON, *LETTERS))} <= labelled


def test_ticks_are_round_and_within():
    assert svg.ticks(0, 97) == [0, 20, 40, 60, 80]
    assert svg.ticks(0, 1, whole=True) == [0, 1]
    assert svg.ticks(-16, 21)[0] >= -16
    assert svg.ticks(5, 5) == [5]
    assert svg.ticks(0, 0.004) == pytest.approx([0, 0.001, 0.002, 0.003, 0.004])


def test_bars_of_undefined_values_say_so():
    nan = float("nan")
    text = svg.bars("x", "none & nothing", [("a <b>", [svg.Bar(nan, nan, nan, "undefined")])], "EUR")
    assert "undefined" in text
    assert "nan" not in text
    assert "a &lt;b&gt;" in text
    assert "none &amp; nothing" in text


def test_the_tables_of_trust_come_with_a_wheel():
    included = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"][
        "force-include"
    ]
    for name in ("validation.csv", "validation_schemes.csv", "lessons.csv"):
        assert included[f"docs/{name}"] == f"sim/data/docs/{name}"
        assert len(trust.read(name)) > 5


def test_trust_copes_with_missing_tables(monkeypatch):
    monkeypatch.setattr(trust, "read", lambda name: None)
    text = str(trust.shown.__wrapped__())
    assert "python -m analysis.validation makes it" in text
    assert "python -m analysis.lessons makes it" in text


def ask(scope, bodies=(b"",), largest=100):
    """What a guarded application that reads everything answers: status, headers, whether it was reached."""
    sent, reached, left = [], [], list(bodies)

    async def application(scope, receive, send):
        while (message := await receive()).get("more_body"):
            pass
        reached.append(message["type"])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive():
        body = left.pop(0) if left else b""
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    async def send(message):
        sent.append(message)

    scope = {"method": "POST", **scope, "headers": [(b"host", b"127.0.0.1:8000"), *scope["headers"]]}
    asyncio.run(Guard(application, largest=largest)(scope, receive, send))
    return sent, reached


def test_large_bodies_are_refused_whatever_they_say_of_themselves():
    assert ask({"type": "http", "headers": [(b"content-length", b"101")]})[0][0]["status"] == 413
    assert ask({"type": "http", "headers": [(b"content-length", b"x")]})[0][0]["status"] == 413
    sent, reached = ask({"type": "http", "headers": []}, [b"x" * 60, b"x" * 60, b"x"])
    assert reached == ["http.disconnect"]
    sent, reached = ask({"type": "http", "headers": [(b"content-length", b"60")]}, [b"x" * 60])
    assert reached == ["http.request"]
    assert b"default-src 'self'" in dict(sent[0]["headers"])[b"content-security-policy"]


def test_it_listens_on_this_machine_only_and_says_so_when_told_otherwise():
    assert APPLICATION.schema().host == "127.0.0.1"
    assert len(announcement("127.0.0.1", "http://127.0.0.1:1/")) == 1
    assert len(announcement("::1", "http://[::1]:1/")) == 1
    assert "no password" in announcement("0.0.0.0", "http://127.0.0.1:1/")[0]
    assert address_of("0.0.0.0", 80) == "http://127.0.0.1:80/"
    assert address_of("::", 80) == "http://[::1]:80/"


def test_a_port_that_is_taken_gives_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = listen("127.0.0.1", port)
        assert found.getsockname()[1] > port
        found.close()
    with pytest.raises(UserError, match="not an address of this machine"):
        listen("no such host", 0)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["prt=1"], "did you mean port"),
        (["port=99999"], "from 0 to 65535"),
        (["shock.month=3"], "chosen on the page"),
        (["host=nowhere.invalid"], "not an address"),
    ],
)
def test_mistakes_on_the_command_line_are_one_line(arguments, what, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert what in error
    assert error.count("\n") == 1
