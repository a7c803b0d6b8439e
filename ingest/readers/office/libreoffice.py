"""How is an old Word document (.doc, .rtf) read? LibreOffice, if there is one, converts it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ingest.document import DocumentProblem, Status

_SECONDS = 90


def converted(content: bytes, file_format: str) -> bytes:
    """Return the document as .docx.

    Raises:
        DocumentProblem: `UNSUPPORTED`, no `soffice` on the PATH; `UNREADABLE`, it gave no document;
            `TIMEOUT`, it took too long.
    """
    program = shutil.which("soffice")
    if program is None:
        raise DocumentProblem(
            Status.UNSUPPORTED,
            "The file is an old Word document: install LibreOffice (soffice), or save the file "
            "as .docx.",
            file_format,
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder) / f"document.{file_format}"
        source.write_bytes(content)
        _run(
            [
                program, "--headless", "--norestore", "--nolockcheck",
                # A profile of its own: two of one profile at once stop each other.
                f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
                "--convert-to", "docx", "--outdir", folder, str(source),
            ],
            file_format,
        )  # fmt: skip
        target = source.with_suffix(".docx")
        if not target.exists():
            raise DocumentProblem(
                Status.UNREADABLE,
                "LibreOffice can't open the file: open it in Word or WPS and save it as .docx.",
                file_format,
            )
        return target.read_bytes()


def _run(command: list[str], file_format: str) -> None:
    """Run a program and end whatever it started, too: soffice is a script around the program."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise DocumentProblem(
            Status.TIMEOUT,
            f"LibreOffice took more than {_SECONDS} s: save the file as .docx.",
            file_format,
        ) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
