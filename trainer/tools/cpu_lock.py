"""
Turns the CUDA lock file into the CPU one: drops what only CUDA needs, and asks for PyTorch's CPU build on x86-64 Linux.

    python3 tools/cpu_lock.py requirements.cuda.lock > requirements.cpu.lock
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CUDA_ONLY = re.compile(r"^(nvidia-|cuda-|triton)")
LINUX_X86 = "sys_platform == 'linux' and platform_machine == 'x86_64'"
# SHA-256 of the wheels of torch 2.13.0+cpu for x86-64 Linux, from PyTorch's own index, by Python version.
CPU_WHEELS = {
    "cp311": "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",
}


def main(source: Path) -> None:
    entries = re.split(r"\n(?=\S)", source.read_text(encoding="utf-8").strip())
    for entry in entries:
        if CUDA_ONLY.match(entry):
            continue
        pinned = re.match(r"^torch==(\S+)(.*)", entry)
        if not pinned:
            print(entry)
            continue
        hashes = " \\\n    ".join(f"--hash=sha256:{value}" for value in CPU_WHEELS.values())
        print(f"torch=={pinned[1]}+cpu ; {LINUX_X86} \\\n    {hashes}")
        # For macOS and Windows the public index has CPU builds; for Linux on Arm it has the CUDA one only.
        rest = entry.split("\n", 1)[1]
        print(f"torch=={pinned[1]} ; sys_platform != 'linux' \\\n{rest}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
