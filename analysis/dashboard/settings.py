"""What can be set for the page, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.command.asked import as_names
from analysis.command.declare import Request, names, setting
from analysis.dashboard.names import allowed_names
from sim.errors import UserError
from sim.installation import require


@dataclass
class Settings:
    """Settings of the command."""

    host: str = setting("127.0.0.1", None, None, "address", "Address to listen on; 0.0.0.0 lets the whole network in")
    names: Any = names(
        [], "Names under which others open the page: names=pilots.ministry.example; this machine's own always work"
    )
    port: int = setting(8000, 0, 65535, "number", "Port; where it is taken, the next free one; 0: any")
    browser: bool = setting(False, None, None, "switch", "Open the page in this machine's browser")
    outputs: str = setting("outputs", None, None, "folder", "Folder below which finished runs are kept")


EXAMPLES = (
    "python -m analysis.dashboard",
    "python -m analysis.dashboard port=8050 browser=true",
    "python -m analysis.dashboard host=0.0.0.0   # lets others on the network in",
    "python -m analysis.dashboard names=pilots.ministry.example   # behind a web server that passes on this name",
)


def allowed(settings: Any) -> frozenset[str]:
    """The names under which the page answers besides this machine's own. Raises :class:`UserError` for what is none."""
    return allowed_names(as_names(settings.names, "names") if settings.names else [], settings.host)


def refuse(request: Request) -> None:
    """Refuse parameters, which are chosen on the page, and an environment without the page's packages."""
    if request.overrides:
        raise UserError(
            f"{request.overrides[0]}: parameters are chosen on the page; this command takes host, port, names, browser and outputs"
        )
    for module in ("shiny", "uvicorn"):
        require(module, "shiny", "dashboard", "the page")
    allowed(request.settings)
