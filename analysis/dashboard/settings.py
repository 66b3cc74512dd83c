"""What can be set for the page, and what is refused."""

from dataclasses import dataclass

from analysis.command.declare import Request, setting
from sim.errors import UserError
from sim.installation import require


@dataclass
class Settings:
    """Settings of the command."""

    host: str = setting("127.0.0.1", None, None, "address", "Address to listen on; 0.0.0.0 lets the whole network in")
    port: int = setting(8000, 0, 65535, "number", "Port; where it is taken, the next free one; 0: any")
    browser: bool = setting(False, None, None, "switch", "Open the page in this machine's browser")
    outputs: str = setting("outputs", None, None, "folder", "Folder below which finished runs are kept")


EXAMPLES = (
    "python -m analysis.dashboard",
    "python -m analysis.dashboard port=8050 browser=true",
    "python -m analysis.dashboard host=0.0.0.0   # lets others on the network in",
)


def refuse(request: Request) -> None:
    """Refuse parameters, which are chosen on the page, and an environment without the page's packages."""
    if request.overrides:
        raise UserError(
            f"{request.overrides[0]}: parameters are chosen on the page; this command takes host, port, browser and outputs"
        )
    for module in ("shiny", "uvicorn"):
        require(module, "shiny", "dashboard", "the page")
