#!/bin/sh
# Makes the lock files anew from requirements.in and requirements-dev.in. Needs uv; run it in trainer/.
#
# One version of PyTorch has several builds, and each has its own checksum:
#   requirements.cuda.lock  what the public index has: on Linux with CUDA and some gigabytes of libraries
#   requirements.cpu.lock   without those; on x86-64 Linux "2.13.0+cpu", which only some indexes carry
set -eu
python=3.11
flags="--universal --generate-hashes --python-version $python --no-header --no-annotate --no-emit-index-url --no-emit-find-links --upgrade --quiet"
uv pip compile $flags requirements.in -o requirements.cuda.lock
python3 tools/cpu_lock.py requirements.cuda.lock >requirements.cpu.lock
# Test tools are put on top of the environment without their dependencies, so all of them are listed here.
uv pip compile $flags requirements-dev.in -c requirements.cpu.lock -o requirements-dev.lock
