"""`python -m pipeline`: the twin of every Make target."""

import os
import sys

if __name__ == "__main__":
    try:
        if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
            # Under such a locale no file of ours can be named; Python's UTF-8 mode is chosen at its start alone.
            os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "pipeline", *sys.argv[1:]])
        from pipeline.cli import run

        run()
    except KeyboardInterrupt:  # before the command itself has begun
        sys.exit(130)
