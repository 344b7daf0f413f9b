"""`python -m pipeline`: the twin of every Make target."""

from pipeline.cli import run

if __name__ == "__main__":
    run()
