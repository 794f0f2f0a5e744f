"""`python -m ecgspec_trainer`: runs the command line."""

import os
import sys


def main() -> int:
    # Read once, when PyTorch loads. Threads that spin while they wait make a busy machine ten times slower.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from ecgspec_trainer.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
