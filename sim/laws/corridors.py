"""Corridors: how a named pair of countries differs from the mean corridor (L3, L12, L13, L22).

Papers take longer in some corridors than in others, and are refused more often; and a month abroad brings more where
the two countries' incomes lie further apart. Where a scenario names its countries, the published figures of the pair,
or of one of the two countries, say how far it differs from the mean corridor. The thinner the evidence behind a figure,
the less it counts. The parameters always describe the mean corridor; where nothing is published, they apply unchanged.
A user may also state the value for a pair directly: a run then takes it as it stands.

```
permit months = `permit_months` of the pair, else permits.months * exp(deviation of permit)
visa months   = `visa_months` of the pair, else permits.visa_months * exp(deviation of waiting)
f             = exp(deviation of refusal);   r = permits.visa_refusal
visa refusal  = `visa_refusal` of the pair, else r * f / (1 - r + r * f)
income abroad = candidates.income_abroad[design.level] * income of the destination
income at home = candidates.income_abroad[design.level] / candidates.earnings_multiple * income of the origin
mean months over the origins = the parameter + the sum over origins of (months of the pair - the parameter) / origins, for permits and visas alike
```

*Income* of a destination: its GDP per head (rows `gdp_per_capita_ppp` that name a destination only, of the latest year, of the best quality) relative to the geometric mean of these rows.
Of an origin: the same with rows that name an origin only. 1 where no row speaks. Purchasing power, because money is worth more where prices are low.

*Stated values*, rows of `evidence/corridors.csv` with the attribute `permit_months`, `visa_months` or `visa_refusal`: the row of both countries, else of
the destination alone, else of the origin alone; of several the latest year.

*Deviation* of a pair of origin o and destination d (either may be an average country, of which no row speaks by name); 0 where no figure speaks or a topic
has fewer than 3 figures behind its mean. The topics and their attributes, in order:

- refusal: long_stay_work_visa_refusal_rate, work_visa_refusal_rate, work_permit_refusal_rate, national_visa_refusal_rate, westbalkan_work_visa_refusal_rate, national_visa_refusal_rate_africa, _asia, _europe_noneu, _latam, _world;
- waiting: work_visa_appointment_wait_months, national_visa_wait_months, work_visa_wait_months;
- permit: work_permit_processing_months, work_permit_processing_days, blue_card_processing_days, single_permit_processing_months_legal_max.

*Regions*, whose rows hold for these origins only: africa CV EG ET GH KE MA NG SN TN ZA; asia BD CN ID IN PH PK VN; europe_noneu AL MD RS UA XK; latam BR CO EC
HN HT; westbalkan AL RS XK. A row with destination `EU` holds for AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK.

*Figure* of a row: value v, days divided by 30.4; y = log(v / (1 - v)) in refusal, v kept within 0.001 and 0.999; log(max(v, 0.001)) otherwise. It is an upper bound if
its unit holds "(up to)" or "(max)" or its attribute ends in _legal_max, a lower one if its unit holds "(more than)"; else, if only one of low and high is given and equals
the value, a lower bound if it is low, an upper one if it is high. s = 0.25 if its quality is high, 0.5 medium, 1 low or a bound. Of two rows the *better* is that of the later year, then of the better quality, then the earlier (in the
order of attributes, then of rows).

*The mean corridor*: take the best row of each attribute, origin and destination, unless it is a bound. For each destination keep those with an origin; if there
are none, those of regions; if there are none, all; then the best of each origin (or region). With w = 1 / s^2 of the k figures kept, m = sum(w y) / sum(w) and q = sum(w (y - m)^2) - (k - 1),
tau^2 = max(0.0625, q / (sum(w) - sum(w^2) / sum(w))) (0.0625 if the divisor is not above 0), and mu is the mean of y with weights 1 / (s^2 + tau^2).

*The figure that speaks* for (o, d): of the rows that hold for it, one of both countries before one of the destination before one of the origin, a region before the
whole, then the best (of two such rows that are alike in all this, one of the destination itself before one of `EU`). v = s^2, and + tau^2 unless it is of both countries. x = mu + tau^2 / (tau^2 + v) * (y - mu), at most y if it is an upper bound, at least y if it is a lower one.
The deviation is x - mu.
"""

from sim.choose import by_level as value_by_level
from sim.compiled import inner
from sim.corridors import attribute, of_corridor
from sim.draws import with_odds

PERMIT_MONTHS = attribute(0, "permit_months", "months", "Mean processing time of a permit besides queueing")
PERMIT_FACTOR = attribute(
    2, "permit_factor", "factor", "Processing time of a permit, relative to the mean corridor", topic="permit"
)
VISA_MONTHS = attribute(3, "visa_months", "months", "Mean time for an appointment at the consulate and the visa")
VISA_FACTOR = attribute(
    4, "visa_factor", "factor", "Time for an appointment and the visa, relative to the mean corridor", topic="waiting"
)
VISA_REFUSAL = attribute(5, "visa_refusal", "share", "Refusal of a visa")
REFUSAL_ODDS = attribute(
    6, "refusal_odds", "factor", "Odds that a visa is refused, relative to the mean corridor", topic="refusal"
)
INCOME_ABROAD = attribute(
    7, "income_abroad", "factor", "Income at the destination, relative to the mean destination", "income", "destination"
)
INCOME_HOME = attribute(
    8, "income_home", "factor", "Income at the origin, relative to the mean origin", "income", "origin"
)


@inner
def permit_months(state, origin, country, p):
    """Mean processing time of a permit for a person of this origin, besides queueing."""
    mean = p.permits.months * of_corridor(state, PERMIT_FACTOR, origin, country, 1.0)
    return of_corridor(state, PERMIT_MONTHS, origin, country, mean)


@inner
def visa_months(state, origin, country, p):
    """Mean time for an appointment at the consulate and the visa, besides queueing."""
    mean = p.permits.visa_months * of_corridor(state, VISA_FACTOR, origin, country, 1.0)
    return of_corridor(state, VISA_MONTHS, origin, country, mean)


@inner
def visa_refusal(state, origin, country, p):
    """Probability that a visa is refused."""
    usual = with_odds(p.permits.visa_refusal, of_corridor(state, REFUSAL_ODDS, origin, country, 1.0))
    return of_corridor(state, VISA_REFUSAL, origin, country, usual)


@inner
def income_abroad(state, origin, country, p):
    """Gross income at the destination, EUR a month."""
    average = value_by_level(p.candidates.income_abroad, p.design.level)
    return average * of_corridor(state, INCOME_ABROAD, origin, country, 1.0)


@inner
def income_home(state, origin, country, p):
    """Gross income of the same person at home, EUR a month."""
    average = value_by_level(p.candidates.income_abroad, p.design.level) / p.candidates.earnings_multiple
    return average * of_corridor(state, INCOME_HOME, origin, country, 1.0)


@inner
def pair_row(state, origin, country):
    """Row of a pair of countries in the table of consulates."""
    return country * state.origins.size + origin


@inner
def pair_of(state, person):
    """Row of a person's pair of countries in the table of consulates."""
    return pair_row(state, person.origin, state.markets[person.market].country)


@inner
def expected_permit_months(state, country, p):
    """The mean over the scheme's countries of origin: what a host in this country expects of permits."""
    beyond = 0.0
    for origin in range(state.origins.size):
        beyond += (permit_months(state, origin, country, p) - p.permits.months) / state.origins.size
    return p.permits.months + beyond


@inner
def expected_visa_months(state, country, p):
    """The mean over the scheme's countries of origin: what a host in this country expects of visas."""
    beyond = 0.0
    for origin in range(state.origins.size):
        beyond += (visa_months(state, origin, country, p) - p.permits.visa_months) / state.origins.size
    return p.permits.visa_months + beyond
