"""bench/comparison.ecgspec as one would write it in NumPy: strips are drawn in batches, in single precision.

Every wave is drawn on a window of its own (5 widths to either side of its peak, at its widest) and added in place; the
windows of one wave in consecutive beats never overlap, so one indexed addition draws it in all beats of a batch. Values
are clipped to their bounds, which is cheaper than to truncate their distributions.
"""

import numpy as np

RATE = 500
SAMPLES = 5000
DURATION = SAMPLES / RATE
MARGIN = 1.5
STEP = 0.001  # mV
BATCH = 32  # what a batch works on stays in the cache; larger and smaller ones are slower

f32 = np.float32

# P, Q, R, S, T: value, recording SD, beat SD, bounds; mV and s.
AMPLITUDE = np.array(
    [
        [0.12, 0.03, 0.005, 0.02, 0.3],
        [-0.08, 0.03, 0.003, -0.3, 0.0],
        [1.1, 0.3, 0.03, 0.4, 2.5],
        [-0.2, 0.08, 0.01, -0.6, 0.0],
        [0.28, 0.06, 0.01, 0.05, 0.6],
    ],
    f32,
)
AT = np.array(
    [
        [-0.150, 0.012, 0.002, -0.220, -0.100],
        [-0.028, 0.002, 0.0003, -0.040, -0.020],
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [0.029, 0.002, 0.0003, 0.020, 0.040],
        [0.270, 0.015, 0.002, 0.220, 0.320],
    ],
    f32,
)
WIDTH = np.array(
    [
        [0.019, 0.002, 0.0003, 0.010, 0.030],
        [0.007, 0.0007, 0.0001, 0.004, 0.012],
        [0.010, 0.001, 0.0001, 0.006, 0.015],
        [0.008, 0.0008, 0.0001, 0.004, 0.012],
        [0.040, 0.004, 0.0005, 0.025, 0.055],
    ],
    f32,
)
HEART_RATE = (75, 8, 2, 55, 99)  # bpm
MOST_BEATS = int(np.ceil((DURATION + 2 * MARGIN) * HEART_RATE[4] / 60)) + 1
REACH = 5  # widths that a wave is drawn to
FIDUCIAL = 2.5  # widths from peak to onset and offset
PAD = 2 * RATE  # room before and after the strip, so that no window has to be cut

WANDER_PARTS = 6
KNOTS = 250  # the wander is evaluated 25 times a second and joined by lines: off by less than 0.3 % at 0.5 Hz
PER_KNOT = SAMPLES // KNOTS


def two_levels(rng: np.random.Generator, shape: tuple[int, int], table: np.ndarray) -> np.ndarray:
    """One parameter of all waves: (batch, beats, waves)."""
    batch, beats = shape
    value, recording, beat, low, high = table.T
    held = value + recording * rng.standard_normal((batch, 1, len(table)), f32)
    np.clip(held, low, high, out=held)
    drawn = held + beat * rng.standard_normal((batch, beats, len(table)), f32)
    return np.clip(drawn, low, high, out=drawn)


def beat_times(rng: np.random.Generator, batch: int) -> tuple[np.ndarray, np.ndarray]:
    """R times and the intervals before them, s: (batch, beats), as many as the fastest strip of the batch has."""
    value, recording, beat, low, high = HEART_RATE
    held = np.clip(value + recording * rng.standard_normal((batch, 1), f32), low, high)
    intervals = 60 / np.clip(held + beat * rng.standard_normal((batch, MOST_BEATS), f32), low, high)
    start = -MARGIN - rng.random((batch, 1), f32) * intervals[:, :1]
    r = start + np.cumsum(intervals, axis=1)
    beats = np.count_nonzero((r < DURATION + MARGIN).any(axis=0))
    return r[:, :beats], intervals[:, :beats]


def wander(rng: np.random.Generator, batch: int) -> np.ndarray:
    """Six sinusoids between 0.05 and 0.5 Hz, amplitudes as 1/f, mV: (batch, SAMPLES)."""
    places = (np.arange(WANDER_PARTS) + rng.random((batch, WANDER_PARTS), f32)) / WANDER_PARTS
    frequency = (0.05 + 0.45 * places).astype(f32)
    phase = rng.random((batch, WANDER_PARTS), f32)
    rms = 0.010 + 0.070 * rng.random((batch, 1), f32)
    amplitude = rms / np.sqrt(np.sum(0.5 / frequency**2, axis=1, keepdims=True)) / frequency
    t = np.arange(KNOTS + 1, dtype=f32) * (PER_KNOT / RATE)
    turns = frequency[:, :, None] * t + phase[:, :, None]
    knots = np.einsum("bp,bpk->bk", amplitude, np.sin(f32(2 * np.pi) * turns))
    share = np.arange(PER_KNOT, dtype=f32) / PER_KNOT
    steps = np.diff(knots, axis=1)
    return (knots[:, :-1, None] + steps[:, :, None] * share).reshape(batch, SAMPLES)


def strips(rng: np.random.Generator, batch: int) -> tuple[np.ndarray, np.ndarray]:
    """A batch: int16 samples (batch, SAMPLES), and onset, peak and offset of every wave of every beat as sample numbers
    (batch, beats, waves, 3), -1 where they lie outside of the strip."""
    r, intervals = beat_times(rng, batch)
    amplitude = two_levels(rng, r.shape, AMPLITUDE)
    at = two_levels(rng, r.shape, AT)
    width = two_levels(rng, r.shape, WIDTH)
    correction = np.sqrt(intervals)  # Bazett, of the T wave alone
    at[..., 4] *= correction
    width[..., 4] *= correction
    peaks = (r[..., None] + at) * RATE
    sigmas = width * RATE

    canvas = np.zeros((batch, SAMPLES + 2 * PAD), f32)
    flat = canvas.ravel()
    rows = (np.arange(batch) * canvas.shape[1])[:, None]
    # Beats too far outside are drawn into the room beside the strip, where nobody looks.
    nearest = np.clip(np.floor(peaks), -PAD / 2, SAMPLES + PAD / 2)
    first = nearest.astype(np.intp) + PAD
    distances = nearest - peaks
    for wave in range(len(WIDTH)):
        half = int(np.ceil(REACH * sigmas[..., wave].max()))
        offsets = np.arange(-half, half + 2)
        x = offsets.astype(f32) + distances[..., wave, None]
        x *= x
        x *= -0.5 / sigmas[..., wave, None] ** 2
        np.exp(x, out=x)
        x *= amplitude[..., wave, None]
        where = (rows + first[..., wave])[..., None] + offsets
        flat[where] += x

    signal = canvas[:, PAD : PAD + SAMPLES]
    signal += wander(rng, batch)
    noise = rng.standard_normal((batch, SAMPLES), f32)
    noise *= 0.005 + 0.015 * rng.random((batch, 1), f32)
    signal += noise
    signal *= 1 / STEP
    samples = np.rint(signal, out=signal).astype(np.int16)

    reach = FIDUCIAL * sigmas
    points = np.rint(np.stack([peaks - reach, peaks, peaks + reach], axis=-1)).astype(np.int32)
    points[(points < 0) | (points >= SAMPLES)] = -1
    return samples, points
