"""The process that runs a notebook: this very Python, whatever kernels are installed."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from ibic_eval.runs.threads import ONE_THREAD

# A Unix socket's path holds 107 characters; jupyter_client appends some to the file's name.
LONGEST_SOCKET_PATH = 90


class OwnKernelManager(AsyncKernelManager):
    """Start kernels from `sys.executable`, silent, with files in a folder of their own.

    Talks over Unix sockets on Linux, where parallel kernels otherwise race for ports. A user's own
    kernel specifications, start-up files and command history are left out.
    """

    def __init__(self, **kwargs: Any) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ibic-", ignore_cleanup_errors=True)
        connection = Path(self._folder.name) / "kernel.json"
        super().__init__(
            connection_file=str(connection), transport=_transport(connection), **kwargs
        )

    @property
    def kernel_spec(self) -> KernelSpec:
        """Describe how to start this Python as a kernel."""
        env = ONE_THREAD | {"PYTHONHASHSEED": "0", "IPYTHONDIR": self._folder.name}
        return KernelSpec(**get_kernel_dict(), env=env)

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Start the kernel; what it prints outside of cells goes nowhere."""
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        await super().start_kernel(**silent, **kwargs)

    async def cleanup_resources(  # type: ignore[override]
        self, restart: bool = False
    ) -> None:
        """Remove the connection file and sockets together with their folder."""
        await super().cleanup_resources(restart=restart)
        if not restart:
            self._folder.cleanup()


def _transport(connection: Path) -> str:
    fits = len(str(connection)) <= LONGEST_SOCKET_PATH
    return "ipc" if sys.platform == "linux" and fits else "tcp"
