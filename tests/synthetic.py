"""Made-up results with the columns and the orders of magnitude of real ones, for tests of what is shown."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim import indicators
from sim.categories import Stage
from sim.parameters import Config
from sim.reporting.results import Results, tabulate

TOTALS = {
    "applicants": 2600, "preselected": 95, "trained": 84, "interviews": 160, "offers": 58, "refusals": 14, "matches": 44,
    "departures": 33, "remote_starts": 4, "completed_mobilities": 26, "local_placements": 12, "early_returns": 5,
    "returned": 10, "stayed": 15, "reintegrated": 6, "dropouts": 30, "employers_engaged": 48, "employers_hiring": 21, "declared_vacancies": 110,
    "public_cost": 1.32e6, "private_contribution": 41_000, "agreements_signed": 4, "months_sustained": 7,
    "waiting_training": 160, "waiting_employer": 610, "waiting_interview": 48, "waiting_recognition": 21,
    "waiting_permit": 140, "waiting_travel": 66, "spent_coordination": 4.1e5, "spent_training": 3.9e5,
    "spent_selection": 0.7e5, "spent_mobility": 1.4e5, "spent_reintegration": 0.3e5, "spent_capacity": 1.5e5,
    "spent_monitoring": 0.75e5, "hires_micro": 6, "hires_small": 14, "hires_medium": 12, "hires_large": 12,
    "hires_first_time": 30, "hires_internationalisation": 19, "women_departed": 10,
    "vacancies_lapsed": 62, "rehires": 1, "failed_examinations": 3, "sittings": 70, "examinations_passed": 50, "permits_issued": 42, "visas_issued": 40,
    "waiting_examination": 90, "amendments": 2, "departures_self_financed": 4,
    "completed_self_financed": 2, "months_abroad": 380, "income_gained": 6.3e5, "remittances": 1.3e5, "placements_added": 6,
    "skills_lost": 7.5, "skill_balance": 4.5, "waiting_visa": 48, "promises_missed": 6, "lead_changes": 1, "stopped_months": 2, "remote_contracts": 1, "host_changes": 2,
    "vacancies_below_floor": 25, "housing_paid": 1.1e4,
}  # fmt: skip
CENTRES = {
    "applicants": 10, "preselected": 11, "trained": 18, "offers": 24, "matches": 26, "departures": 33,
    "completed_mobilities": 47, "returned": 50, "stayed": 50, "months_sustained": 44,
}  # fmt: skip


def synthetic(config: Config, seed: int = 1, fate: str = "typical") -> Results:
    """Results of ``config``. ``fate``: ``typical``, ``nothing`` (all zero, ratios undefined), ``undefined`` (all NaN)."""
    chance = np.random.default_rng(seed)
    runs, months = config.replicates, config.horizon
    table = {name: _monthly(name, chance, runs, months) for name in indicators.MONTHLY}
    _divide_matches(table, chance)
    if fate != "typical":
        table = {name: np.full((runs, months), 0.0 if fate == "nothing" else np.nan) for name in table}
    totals = [_over_run(name, table, config, runs, fate) for name in indicators.NAMES]
    monthly = [table.get(name, np.full((runs, months), np.nan)) for name in indicators.MONTHLY]
    results = tabulate(config.scenario, np.stack(totals, axis=-1), np.stack(monthly, axis=-1))
    return replace(results, journeys=_journeys(chance))


def _monthly(name: str, chance: np.random.Generator, runs: int, months: int) -> Any:
    month = np.arange(months)
    if indicators.BY_NAME[name].over == indicators.LEVEL:
        rise = 0.12 + 0.5 * (1 - np.exp(-month / 20)) * np.where(month < 44, 1, np.exp(-(month - 44) / 30))
        return np.clip(rise + chance.normal(0, 0.08, (runs, 1)) + chance.normal(0, 0.01, (runs, months)), 0, 1)
    shape = np.exp(-0.5 * ((month - CENTRES.get(name, 22)) / 8) ** 2)
    money = indicators.BY_NAME[name].unit == "EUR"
    varied = chance.beta(20, 2, (runs, 1)) if money else chance.gamma(9, 1 / 9, (runs, 1))
    expected = TOTALS[name] * varied * shape / shape.sum()
    if money:
        return expected
    return chance.poisson(expected).astype(float)


def _divide_matches(table: dict[str, Any], chance: np.random.Generator) -> None:
    matches = table["matches"].astype(int)
    sizes = chance.multinomial(matches, (0.14, 0.32, 0.27, 0.27))
    for position, size in enumerate(("micro", "small", "medium", "large")):
        table[f"hires_{size}"] = sizes[..., position].astype(float)
    for name, share in (("first_time", 0.68), ("internationalisation", 0.43)):
        table[f"hires_{name}"] = chance.binomial(matches, share).astype(float)
    for name, whom in (("departures", "departures"), ("completed", "completed_mobilities")):
        table[f"{name}_self_financed"] = chance.binomial(table[whom].astype(int), 0.1).astype(float)
    table["women_departed"] = chance.binomial(table["departures"].astype(int), 0.3).astype(float)


def _over_run(name: str, table: dict[str, Any], config: Config, runs: int, fate: str) -> Any:
    if name in table:
        level = indicators.BY_NAME[name].over == indicators.LEVEL
        return table[name][:, min(43, config.horizon - 1)] if level else table[name].sum(axis=1)
    if fate == "undefined":
        return np.full(runs, np.nan)
    total = {key: values.sum(axis=1) for key, values in table.items()}
    chance = np.random.default_rng(7)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = {
            "places_planned": np.full(runs, float(np.ceil(config.design.places * config.scale))),
            "achievement": total["completed_mobilities"] / (config.design.places or np.nan),
            "closing_rate": total["matches"] / total["declared_vacancies"],
            "declared_per_hire": total["declared_vacancies"] / total["matches"],
            "sme_share": 1 - total["hires_large"] / total["matches"],
            "first_time_share": total["hires_first_time"] / total["matches"],
            "internationalisation_share": total["hires_internationalisation"] / total["matches"],
            "months_to_match": np.where(total["matches"] > 0, chance.normal(13, 2, runs).round(), np.nan),
            "months_to_departure": np.where(total["departures"] > 0, chance.normal(20, 3, runs).round(), np.nan),
            "phases_run": np.ones(runs),
            "capacity_left": np.full(runs, 0.07),
            "unspent": np.maximum(config.design.budget_total - total["public_cost"], 0),
            "cost_per_match": total["public_cost"] / total["matches"],
            "cost_per_completed": total["public_cost"]
            / (total["completed_mobilities"] - total["completed_self_financed"]),
            "funding_end": np.full(runs, 36.0) + chance.integers(0, 12, runs),
            "profile_mismatch": np.where(total["matches"] > 0, chance.normal(0.4, 0.1, runs), np.nan),
            "women_share": total["women_departed"] / total["departures"],
        }[name]
    return np.where(np.isfinite(value), value, np.nan)


def _journeys(chance: np.random.Generator) -> pd.DataFrame:
    rows = 40
    return pd.DataFrame(
        {
            "replicate": 0,
            "candidate": np.sort(chance.integers(0, 12, rows)),
            "month": chance.integers(0, 60, rows),
            "stage": chance.choice([stage.name for stage in Stage], rows),
            "reason": "none",
            "employer": chance.integers(-1, 50, rows),
            "market": 0,
        }
    )
