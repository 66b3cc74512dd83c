"""All lessons of the brief, by theme and by number."""

from collections.abc import Sequence

from analysis.command.asked import one_of
from analysis.lessons.lesson import Lesson, Theme
from analysis.lessons.partnership import HOSTS, PARTNERSHIP
from analysis.lessons.pathway import SCALE, SHOCKS

THEMES: tuple[Theme, ...] = (PARTNERSHIP, HOSTS, SHOCKS, SCALE)
LESSONS: dict[str, Lesson] = {lesson.number: lesson for theme in THEMES for lesson in theme.lessons}


def chosen_lessons(names: Sequence[str]) -> list[Lesson]:
    """Lessons by number, in the brief's order; ``all`` for all. Raises :class:`UserError` for one that does not exist."""
    if list(names) == ["all"]:
        return list(LESSONS.values())
    wanted = [one_of(name.upper(), LESSONS, "lessons", "lesson", " (all, or L1 to L22)") for name in names]
    return [lesson for number, lesson in LESSONS.items() if number in wanted]
