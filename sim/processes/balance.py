"""Balance: what migrants earn and send home, and what the countries of origin lose and gain (L18, L19, L22).

People who work abroad earn more than at home, and send a part of it back. The countries of origin lose those who stay
abroad, if they would have worked at home. They gain people who come back and are reintegrated, and people placed at
home who would not have found such work without the scheme. Of all these accounts, only the skills lost change the
course of a run: governments of origin give less support to a scheme that costs them skills ([politics](#politics)).
Trust the signs of these accounts more than their sizes, because few figures were published.

After the stays of the month, with n persons abroad, of each pair of countries n_pair (income abroad and at home of [corridors](#corridors)), and the month's counts:

```
months_abroad    += n
housing_paid     += n * costs.housing[design.level]                   (by hosts)
income_gained    += sum over pairs of n_pair * (income abroad - income at home)
remittances      += sum over pairs of n_pair * income abroad * candidates.remitted
placements_added += local_placements * (1 - candidates.home_work)
skills_lost      += stayed * candidates.home_work
skill_balance    += reintegrated + placements_added - skills_lost
```
"""

from dataclasses import dataclass
from typing import Any

from sim.categories import Stage
from sim.choose import by_level as value_by_level
from sim.compiled import inner
from sim.declare import by_level, uncertain, within
from sim.laws import corridors
from sim.measures import flow


@dataclass
class Candidates:
    """What work abroad and at home is worth."""

    income_abroad: Any = by_level(
        (1_600.0, 2_200.0, 3_300.0), 0.0, 20_000.0, "EUR/month", "Gross income abroad by skill level",
        plausible=(
            within(1100.0, 2100.0, "log", "assumption", "minimum wages from Spain (2022) to Germany (2024): 1,126 to 2,054"),
            within(1900.0, 2800.0, "log", "prices.filipino_nurse_pay_in_germany_before_after_recognition",
                "nurses in Germany: 1,900 before recognition to 2,400 after it; a sixth more"),
            within(2000.0, 5300.0, "log", "assumption", "salary thresholds of the EU Blue Card from Poland to the Netherlands, a twelfth of a year's"),
        ),
    )  # fmt: skip
    earnings_multiple: float = uncertain(
        4.0, 1.0, 50.0, "factor", "Income abroad, relative to the same person's at home",
        plausible=within(1.5, 10.0, "log", "prices.earnings_multiple_migrant_nurse_vs_stayer;prices.nz_rse_household_income_gain_tonga_and_vanuatu",
            "ten times for nurses is an upper end; seasonal work raised a household's income by 35 to 40 %"),
    )  # fmt: skip
    remitted: float = uncertain(
        0.15, 0.0, 1.0, "share", "Part of the income abroad that is sent home",
        plausible=within(0.05, 0.35, "odds", "prices.migrant_nurses_in_ireland_sending_remittances_regularly",
            "87 % of migrant nurses send money regularly; how much was not published: a twentieth to a third"),
    )  # fmt: skip
    home_work: float = uncertain(
        0.5, 0.0, 1.0, "share", "Candidates who would have found such work at home without the scheme, in the same time",
        plausible=within(0.2, 0.8, "odds", "assumption", "no figure; odds a quarter to four times"),
    )  # fmt: skip


class Measures:
    """The accounts of migrants and of the countries of origin."""

    months_abroad: float = flow("person-months", "Person-months spent abroad", 1)
    housing_paid: float = flow(
        "EUR", "Money that hosts spend on housing the persons abroad, besides what they contribute"
    )
    income_gained: float = flow("EUR", "Gross income abroad beyond what the same persons would have earned at home", 1)
    remittances: float = flow("EUR", "Money that migrants send home", 1)
    placements_added: float = flow("persons", "Placements in the economy of origin that the scheme added", 1)
    skills_lost: float = flow("persons", "Persons who stay abroad and would have worked at home", -1)
    skill_balance: float = flow(
        "persons", "Persons reintegrated or added to work at home, less those who stay abroad and would have worked there", 1
    )  # fmt: skip


@inner
def keep_incomes(state, p, row):
    """What those abroad earned this month, by pair of countries."""
    for country in range(state.countries.size):
        for origin in range(state.origins.size):
            persons = state.consulates[corridors.pair_row(state, origin, country)].abroad
            if persons > 0:
                abroad = corridors.income_abroad(state, origin, country, p)
                row.income_gained += persons * (abroad - corridors.income_home(state, origin, country, p))
                row.remittances += persons * abroad * p.candidates.remitted


@inner
def step(state, p, month):
    """Keep the accounts of the month."""
    row = state.monthly[month]
    abroad = float(state.stages[Stage.abroad].count)
    row.months_abroad += abroad
    row.housing_paid += abroad * value_by_level(p.costs.housing, p.design.level)
    keep_incomes(state, p, row)
    added = row.local_placements * (1.0 - p.candidates.home_work)
    lost = row.stayed * p.candidates.home_work
    row.placements_added += added
    row.skills_lost += lost
    row.skill_balance += row.reintegrated + added - lost
