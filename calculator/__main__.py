"""`python -m calculator`: answers on the command line."""

import io
import os
import sys

from calculator.faces.cli import main


def run() -> int:
    """The exit code of the command; a reader who hangs up or interrupts gets no traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8; what no text can hold is written as JSON escapes it.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains at its end
        return 0
    except KeyboardInterrupt:
        return 1
    return code


if __name__ == "__main__":
    sys.exit(run())
