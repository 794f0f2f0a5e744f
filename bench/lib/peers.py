"""Makes strips as others do, on request: reads "PEER SECONDS" lines, answers each with a line of JSON.

It is told from outside to use one thread."""

import json
import sys
import time

import neurokit2
import numpy as np
import numpy_strips

GENERATOR = np.random.Generator(np.random.SFC64(1))  # NumPy's fastest


def numpy_batch(_: int) -> int:
    numpy_strips.strips(GENERATOR, numpy_strips.BATCH)
    return numpy_strips.BATCH


def neurokit(method: str, seed: int) -> int:
    neurokit2.ecg_simulate(duration=10, sampling_rate=500, noise=0.01, heart_rate=70, method=method, random_state=seed)
    return 1


PEERS = {
    "numpy": numpy_batch,
    "simple": lambda seed: neurokit("simple", seed),
    "ecgsyn": lambda seed: neurokit("ecgsyn", seed),
}

print(json.dumps({"neurokit": neurokit2.__version__, "numpy": np.__version__}), flush=True)
for line in sys.stdin:
    peer, seconds = line.split()
    made, start = 0, time.perf_counter()
    while made == 0 or time.perf_counter() - start < float(seconds):
        made += PEERS[peer](made)
    print(json.dumps({"perSecond": made / (time.perf_counter() - start)}), flush=True)
