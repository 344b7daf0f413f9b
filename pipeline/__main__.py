"""`python -m pipeline`: the twin of every Make target."""

import sys

if __name__ == "__main__":
    try:
        from pipeline.cli import run

        run()
    except KeyboardInterrupt:  # before the command itself has begun
        sys.exit(130)
