"""What the program says may go into a file on a full disk; that never stops the work."""

import io
import os
import sys


class Output(io.FileIO):
    """Standard output or error; what cannot be written is dropped, and ``trouble`` says why.

    A reader that has left (``| head``) is another matter: BrokenPipeError is raised as ever.
    """

    trouble: OSError | None = None

    def write(self, data: object, /) -> int:
        """Write what can be written of *data*, and take all of it."""
        view = memoryview(data)  # type: ignore[arg-type]  # whatever has bytes, as io hands it over
        try:
            return super().write(view)
        except BrokenPipeError:
            raise
        except OSError as error:
            self.trouble = error
            return view.nbytes


def install() -> tuple[Output, Output]:
    """Put an Output, in UTF-8 whatever the locale, under ``sys.stdout`` and ``sys.stderr``."""
    out, err = (_opened(number) for number in (1, 2))
    sys.stdout = _text(out, by_line=out.isatty())
    sys.stderr = _text(err, by_line=True)
    return out, err


def _opened(number: int) -> Output:
    """The stream of that descriptor; one that leads nowhere where it was closed by our caller."""
    try:
        return Output(number, "w", closefd=False)
    except OSError:
        return Output(os.devnull, "w")


def _text(output: Output, *, by_line: bool) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(output),
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=by_line,
    )
