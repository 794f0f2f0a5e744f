"""Makes strips with NeuroKit2 on request: reads "METHOD SECONDS" lines, answers each with a line of JSON."""

import json
import os
import sys
import time

# One core, as for the others; set before NumPy is loaded.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import neurokit2  # noqa: E402


def strip(method: str, seed: int) -> None:
    neurokit2.ecg_simulate(
        duration=10, sampling_rate=500, noise=0.01, heart_rate=70, method=method, random_state=seed
    )


print(json.dumps({"version": neurokit2.__version__}), flush=True)
for line in sys.stdin:
    method, seconds = line.split()
    made, start = 0, time.perf_counter()
    while made == 0 or time.perf_counter() - start < float(seconds):
        strip(method, made)
        made += 1
    print(json.dumps({"perSecond": made / (time.perf_counter() - start)}), flush=True)
