"""`python -m ecgspec_trainer`: says in a sentence when the environment is broken, else runs the command line."""

import os
import sys


def main() -> int:
    # Read once, when PyTorch loads. Threads that spin while they wait make a busy machine ten times slower.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        from ecgspec_trainer.cli import run
    except ImportError as error:
        print(
            f"The training environment at {sys.prefix} is broken ({error}); "
            'run "ecgspec setup --repair" to make it anew.',
            file=sys.stderr,
        )
        return 1
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
