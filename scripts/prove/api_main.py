"""An API of the run: `python -m scripts.prove.api_main`, the real application with the tasks of the run."""

from __future__ import annotations

import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from longhaul.model.settings import load_settings
from longhaul.runtime import ApiRuntime, open_api
from longhaul.telemetry.logs import configure_logs
from longhaul_api.app import create_app
from longhaul_api.serving import ApiServer, listen
from longhaul_api.settings import ApiSettings
from scripts.prove.process import CrashOnRequest, disguised, reporting
from scripts.prove.tasks import TASKS


def main() -> int:
    """Serve until a signal; the exit status."""
    settings = load_settings(ApiSettings)
    configure_logs(settings.log_format, settings.log_level)
    listener = listen(settings.host, settings.port)
    crashing = CrashOnRequest()

    @asynccontextmanager
    async def runtime() -> AsyncGenerator[ApiRuntime]:
        crashing.listen()
        async with (
            open_api(settings, TASKS, tick_s=settings.stream_tick_s, probe=crashing) as opened,
            reporting(lambda: {"streams": float(app.state.api.streams.open)}),
        ):
            yield opened

    app = create_app(settings, runtime)
    # uvicorn raises the signal again once it has ended; that is the ordinary end here, not a death by signal.
    signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    with disguised():
        server = ApiServer(app, settings)
        server.run(sockets=[listener])
    return 4 if server.failure is not None else 0


if __name__ == "__main__":
    sys.exit(main())
