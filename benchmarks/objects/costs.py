"""What things cost (ODD, budget)."""

from benchmarks.objects.configuration import by
from sim.parameters import Mobility, Parameters


def components(p: Parameters) -> int:
    """How many components the design adds."""
    design = p.design
    return design.mentoring + design.integration_package + design.diaspora_network + design.business_creation


def coordination(p: Parameters) -> float:
    """Coordination and facilitation a month, EUR."""
    further = min(p.markets.countries, p.markets.count) + p.corridor.origins - 2
    places = (
        p.costs.coordination_country * further
        + p.costs.coordination_market * (p.markets.count - 1)
        + p.costs.coordination_component * components(p)
    )
    posts = p.design.facilitation_staff + p.design.host_staff
    staff = p.costs.staff * posts + p.costs.facilitation * p.design.facilitation
    return (p.costs.coordination + (places + staff + tools(p))) * p.scale


def tools(p: Parameters) -> float:
    """Board, coordination at origin, digital tools, diaspora network and oversight a month, EUR."""
    return (
        p.costs.board * p.design.advisory_board
        + p.costs.origin_coordination * p.design.origin_coordination * p.corridor.origins
        + p.costs.digital_running * p.design.digital
        + p.costs.diaspora_network * p.design.diaspora_network
        + p.costs.oversight * p.design.flexibility
    )


def one_off(p: Parameters) -> float:
    """Digital tools and preparation, paid at once, EUR."""
    return (p.costs.digital_setup * p.design.digital + p.costs.preparation * p.design.preparation_months) * p.scale


def training(p: Parameters) -> float:
    """Training of one person, a mentor included, EUR."""
    return p.costs.training * p.design.training_months + p.costs.mentoring * p.design.mentoring


def attempts(p: Parameters) -> float:
    """All attempts of one person at the examination where there is one, EUR."""
    return p.costs.examination * p.candidates.sittings * p.design.examination


def mobility(p: Parameters) -> float:
    """Public cost of one mobility, EUR."""
    allowance = by(p.costs.allowance, p.design.kind) * p.design.stay_months
    package = p.costs.integration_package * p.design.integration_package
    return p.costs.mobility + allowance + package + recognition(p)


def recognition(p: Parameters) -> float:
    """Fee of recognition of one mobility on average, EUR."""
    if p.design.kind == Mobility.study:
        return 0.0
    share = by(p.recognition.required, p.design.sector) * by(p.recognition.required_level, p.design.level)
    return by(p.costs.recognition_fee, p.design.level) * share


def homecoming(p: Parameters) -> float:
    """Support of one person who returns, EUR."""
    return p.costs.reintegration + p.costs.business_creation * p.design.business_creation
