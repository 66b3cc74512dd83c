"""The tab of the best designs: what is asked, the front while it grows, and what was found."""

from typing import Any

from htmltools import Tag, TagList, tags
from shiny import ui

from analysis.dashboard import best_pictures
from analysis.dashboard.best import GROUPS, SIZES, Best, Row, SoFar, missing
from analysis.dashboard.parts import markup, progress
from analysis.dashboard.plan import LETTERS
from sim.reporting.wording import counted, money

TAKES = dict(zip(SIZES, ("about 1½ minutes", "about 3 minutes"), strict=True))
"""Time on one of two cores, for a typical pilot with all levers (measured); a scheme with many places takes longer."""
AS = LETTERS[2]
"""The letter under which a design is taken over, if nothing else is chosen: a design more than the page starts with."""
NOTHING = "Nothing asked yet."


def controls() -> TagList:
    """What is asked: around which design, for what money, what may change, and how long."""
    why = missing()
    return TagList(
        tags.p("What is the best that can be done with this money? The search tries hundreds of designs around the one chosen here, all in"
               " the same worlds, and keeps those that nothing else beats. It runs in the background. A scheme with many places takes longer."),
        tags.p(why, class_="error") if why else None,
        tags.div(
            ui.input_select("best_design", "Around design", list(LETTERS[:2])),
            ui.input_text("best_money", "Money at hand, EUR", placeholder="the design's budget", autocomplete="off"),
            ui.input_select("best_size", "How long", {str(runs): f"{runs:,} runs: {time}" for runs, time in TAKES.items()}),
            class_="buttons",
        ),
        ui.input_checkbox_group("best_levers", "What may change", {name: words for name, (words, _) in GROUPS.items()}, selected=list(GROUPS), inline=True),
        tags.div(
            ui.input_action_button("seek", "Search", class_="btn-primary", disabled=bool(why)),
            ui.input_action_button("seek_stop", "Stop", class_="btn-outline-secondary", disabled=True),
            ui.input_action_button("best_on", "Go on", class_="btn-primary", hidden=""),
            class_="buttons",
        ),
        progress("best"),
        tags.div(ui.output_ui("best_note"), role="status"),
        ui.output_ui("best_shown"),
    )  # fmt: skip


def growing(so_far: SoFar) -> Tag:
    """What was tried up to now."""
    return tags.figure(
        tags.h3(f"The best so far: {counted(len(so_far.tried), 'design')} tried in {counted(so_far.generation, 'generation')}"),
        markup(best_pictures.growing(so_far)),
        tags.figcaption(
            f"Grey: every design that was tried. Line: the best so far, each in {so_far.worlds} worlds (stage {so_far.stage} of 3). Each stage tries the"
            " best designs of the stage before in more and new worlds. The line may then fall a little, because some of them were only lucky."
            f" Cross: design {so_far.letter} as it is. Dashed: the money at hand."
        ),
        **{"data-generation": str(so_far.generation)},
    )  # fmt: skip


def shown(best: Best) -> Tag:
    """The answer in sentences, the front, the designs, and what to beware of."""
    first, *rest = best.sentences
    return tags.div(
        tags.p(first, class_="verdict"),
        *(tags.p(each, class_="mean") for each in rest),
        tags.div(
            _figure(best),
            tags.div(tags.h3("What to be careful about"), tags.ul(*(tags.li(each) for each in [*best.reservations, best.caveat]))),
            class_="pictures",
        ),
        tags.h3("The designs"),
        tags.div(
            ui.input_select("best_letter", "Take a design over as", list(LETTERS), selected=AS, width="auto"),
            ui.download_button("best_zip", "All tables and scenario files (ZIP)"),
            class_="buttons",
        ),
        _table(best),
        tags.p(
            "Below each number: its 95 % interval. On the front: share of resampled worlds in which nothing here beats the design. Shaded: the best"
            " for the money. A design that is taken over stands in its fields under Choose, and in the address of the page.", class_="caveat",
        ),
    )  # fmt: skip


def _figure(best: Best) -> Tag:
    ring = f"; ring: the best design for it ({best.rows[best.chosen].name})" if best.chosen is not None else ""
    return tags.figure(
        tags.h3("What can be had for the money"),
        markup(best_pictures.final(best)),
        tags.figcaption(
            "Numbers: the designs of the table below; upright lines: 95 % intervals. Grey: what the search tried last."
            f" Cross: design {best.question.letter} as it is. Dashed: the money at hand{ring}."
        ),
    )


def _table(best: Best) -> Tag:
    caption = f"The designs found for {money(best.question.money)} EUR and around it, in the order of what they give"
    columns = ("Design", *best.columns, "On the front", "What changes")
    return tags.div(
        tags.table(
            tags.caption(caption),
            tags.thead(tags.tr(*(tags.th(each, scope="col") for each in columns))),
            tags.tbody(*(_line(place, row, best) for place, row in enumerate(best.rows))),
        ),
        class_="scrolls designs", tabindex="0", role="region", **{"aria-label": caption},
    )  # fmt: skip


def _called(name: str) -> dict[str, Any]:
    """What those hear who do not see to which row a button belongs."""
    return {"aria-label": name}


def _line(place: int, row: Row, best: Best) -> Tag:
    letter = best.question.letter
    return tags.tr(
        tags.th(
            row.name,
            tags.span(
                ui.input_action_button(f"best_take_{place}", "Take over", class_="btn-sm btn-outline-primary", **_called(f"Take over {row.name}")),
                ui.download_button(f"best_yaml_{place}", "Scenario file", class_="btn-sm", **_called(f"Scenario file of {row.name}")),
            ),
            scope="row",
        ),
        *(tags.td(value, tags.span(interval, class_="unit")) for value, interval in row.cells),
        tags.td(row.sure, class_="sure"),
        tags.td(row.changed or f"nothing: design {letter} as it is"),
        class_="chosen" if place == best.chosen else None,
    )  # fmt: skip
