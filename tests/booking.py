"""A match of the only candidate with the only host, for tests of what it books and who pays for it."""

from worlds import given_all, given_row, given_scheme, hiring, people, run, sure

ONE = {"markets.employers": 1}

#: A mobility costs 3,000; a willing host pays half of 4,000.
PRICED = {"costs.mobility": 3000.0, "costs.full_price": 4000.0, "design.contribution_share": 0.5, **ONE}


PAYING = {"willing": 1, "trust": 0.9, "results": 9.0}


def matched(*values, host=None, **columns):
    """The only candidate, matched in month 5 with the only host, and the state."""
    state = hiring(PRICED, *values)
    given_row(state.employers[0], **(host or {}))
    given_scheme(state, **columns)
    i = sure(state, selected=2, profile=0.7)
    given_all(state.markets, profile=0.2)
    run("matching", state, 5)
    return people(state)[i], state
