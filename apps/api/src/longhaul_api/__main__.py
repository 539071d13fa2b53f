"""`python -m longhaul_api`: check the settings, bind the socket, serve until SIGTERM, drain, end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import Final

from longhaul.model.command_line import take_no_arguments
from longhaul.model.settings import changed_settings, load_settings
from longhaul.telemetry.logs import configure_logs, get_logger
from longhaul_api.app import create_app
from longhaul_api.desk import open_desk
from longhaul_api.metrics import ApiMetrics
from longhaul_api.serving import ApiServer, listen
from longhaul_api.settings import ApiSettings

_EXIT_NO_SOCKET = 3
_EXIT_ENGINE = 4
_ABOUT: Final = "The HTTP surface of Longhaul; serves until SIGTERM, then drains."
_VARIABLES: Final = (
    "MONGODB_URI",
    "MONGODB_DATABASE",
    "HOST",
    "PORT",
    "AUTH",
    "AUTH_JWKS_URL",
    "AUTH_ISSUER",
    "AUTH_AUDIENCE",
    "LONGHAUL_DRAIN_S",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the API; the exit status."""
    take_no_arguments("longhaul-api", _ABOUT, ApiSettings, _VARIABLES, arguments)
    settings = load_settings(ApiSettings)
    configure_logs(settings.log_format, settings.log_level)
    try:
        listener = listen(settings.host, settings.port)
    except OSError as error:
        sys.stderr.write(f"Cannot listen on {settings.host} port {settings.port}: {error.strerror or error}\n")
        return _EXIT_NO_SOCKET
    metrics = ApiMetrics()
    app = create_app(settings, lambda: open_desk(settings, metrics=metrics), metrics)
    server = ApiServer(app, settings)
    host, port = listener.getsockname()[:2]
    log = get_logger("longhaul_api")
    log.info("settings", changed=changed_settings(settings))
    log.info("listening", host=host, port=port)
    # uvicorn raises the signal again once it has ended; that is the ordinary end here, not a death by signal.
    signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        return 130
    return _EXIT_ENGINE if server.failure is not None else 0


if __name__ == "__main__":
    sys.exit(main())
