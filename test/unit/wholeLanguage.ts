/** A spec that uses every construct of the language at least once, and has no problem. */
export const WHOLE_LANGUAGE = `ecgspec: 1
title: All that the language can say
seed: 7
recording:
  rate: 250 Hz
  duration: 12 s
  lead: II
  resolution: 2 µV
  range: 10 mV
  filters:
    - { type: high-pass, cutoff: 0.05 Hz }
    - { type: low-pass, cutoff: 100 Hz }
    - { type: notch, frequency: 50 Hz }
  lead-off: { chance: 2 %, duration: 0.5..1 s }
respiration: { rate: 12..20 /min, modulation: 3 %, baseline: 0.02 mV }

beats:
  normal:
    rate-memory: 20 s
    correlations:
      - { between: [R amplitude, T amplitude], coefficient: 0.6 }
      - { between: [R amplitude, T rise], coefficient: -0.2 }
    P: { amplitude: { one-of: [0.1 mV, 0.14 mV ± 0.02 mV, 0.1..0.15 mV], beat: 5 µV }, at: QRS onset - 100 ms ± 8 ms, width: 19 ms, rate-shift: 2 ms }
    Q: { amplitude: { value: -0.08 mV, recording: 0.02 mV, distribution: log-normal }, at: R - 28 ms, width: 7 ms, follow: recording }
    R: { amplitude: { value: 1.1 mV, recording: 0.3 mV, episode: 0.05 mV, beat: 0.03 mV, memory: 0.8, min: 0.4 mV }, at: 0 ms, width: { value: 10 ms, recording: 1 ms, distribution: folded-normal } }
    S: { amplitude: -0.2 mV, at: { from: R, value: 29 ms, recording: 2 ms }, width: 8 ms }
    ST: { shape: plateau, amplitude: 20 µV, at: J + 60 ms, width: 20 ms }
    T: { amplitude: 0.28 mV ± 0.05 mV, at: QRS onset + 320 ms ± 10 ms, rise: 48 ms ± 4 ms, fall: 31 ms, rate-correction: hyperbolic }
    U: { amplitude: { one-of: { 10 µV: 70 %, 40 µV ± 5 µV: 30 % } }, at: T end + 40 ms, width: 20 ms, rate-correction: linear }
  no-p: { extends: normal, P: none, correlations: [] }
  notched:
    extends: normal
    symbol: L
    P bifid: { part: P, amplitude: 40 µV, at: P + 35 ms, width: 12 ms }
    R: { width: 16 ms }
    R': { amplitude: 0.5 mV, at: R + 50 ms, width: 14 ms, shape: cosine }
    S: none
    T: { amplitude: -0.2 mV, at: QRS onset + 340 ms, rate-correction: fridericia }
  pvc:
    symbol: V
    R: { amplitude: 1.5 mV ± 0.4 mV, at: 0 ms, rise: 24 ms, fall: 30 ms, shape: gumbel }
    S: { amplitude: -0.45 mV, at: 85 ms, width: 22 ms }
    T: { amplitude: -0.45 mV, at: 310 ms, rise: 60 ms, fall: 42 ms }
  escape: { extends: pvc, symbol: E }
  paced:
    extends: pvc
    symbol: /
    spike: { shape: spike, amplitude: 3 mV, at: QRS onset - 6 ms, width: 2 ms }
  pre-excited:
    extends: normal
    P: { at: delta onset - 45 ms }
    delta: { shape: ramp, amplitude: 0.3 mV, at: -31 ms, rise: 16 ms, fall: 18 ms }
    Q: none
    R: { width: 14 ms }
    S: { at: 42 ms, width: 12 ms }
  source:
    stretch: true
    P: { amplitude: 0.3 mV ± 0.05 mV, at: 200 ms ± 10 ms, width: 30 ms }
    Q: { amplitude: -0.1 mV, at: P + 100 ms, width: 10 ms, follow: recording }
    R: { amplitude: 1.5 mV, at: Q + 45 ms, width: 7.5 ms, follow: recording }
    S: { amplitude: -0.5 mV, at: Q + 80 ms, width: 12 ms, follow: recording }
    T: { amplitude: 0.45 mV, at: S + 150 ms, width: 30 ms, follow: recording }

classes:
  NSR:
    title: Normal sinus rhythm
    code: (N
    sources: [Our own judgement]
    beat: normal
    rhythm: { type: sinus, rate: 60..90 bpm, variability: 0.5..3 bpm, lf-hf: 0.5..2, ramp: 0..4 bpm }
    respiration: { rate: 0.25 Hz }
    invariants: [PR 120..200 ms, QRS < 120 ms, rate 50..100 bpm, dropped beats < 1]
  brady:
    extends: NSR
    title: Sinus bradycardia
    code: (SBR
    rhythm: { rate: 40..55 bpm }
    invariants: [rate < 60 bpm]
  AF:
    title: Atrial fibrillation
    code: (AFIB
    beat: no-p
    rhythm: { type: av-node, arrivals: 4..9 /s }
    atrial: { type: f-waves, rms: 15..70 µV, frequency: 4..9 Hz, form: band, harmonics: 3, frequency-swing: 0.25 Hz, swing-rate: 0.2 Hz, amplitude-swing: 33 %, bandwidth: 2 Hz }
    invariants: [no PR, RR variation > 10 %]
  PAF: { extends: NSR, title: Paroxysms, episodes: { class: AF, burden: 20..60 %, duration: 3..6 s }, invariants: [] }
  AFLT:
    title: Atrial flutter
    beat: no-p
    rhythm: { type: av-block, block: { 2:1: 50 %, 2:1 4:1: 20 %, 5:1: 10 %, variable: 20 % }, persistence: 50 % }
    atrial: { type: flutter-waves, amplitude: 0.1..0.3 mV, rate: 240..340 bpm, skew: 68 %, polarity: positive, jitter: 1 % }
  PVC:
    beat: normal
    rhythm: { type: sinus, rate: 60..80 bpm }
    ectopy: { beat: { pvc: 70 %, escape: 30 % }, focus: beat, coupling: 55..80 %, pause: delayed, delay: 110..135 %, burden: 10..30 %, run: 1..3, run-rate: 120..160 bpm, pattern: { isolated: 60 %, bigeminy: 20 %, N N V V: 20 % } }
    invariants: [ectopic beats >= 1]
  VT: { title: Ventricular tachycardia, beat: pvc, rhythm: { type: regular, rate: { value: 150 bpm, recording: 10 bpm, beat: 1 bpm, memory: 0.5 }, ramp: 0 bpm } }
  mobitz: { title: Mobitz I, beat: normal, rhythm: { type: sinus, rate: 60..80 bpm }, conduction: { type: wenckebach, cycle: 3..6, increment: 60..120 ms } }
  mobitz 2: { title: Mobitz II, extends: mobitz, conduction: { type: mobitz-2, cycle: 3..4 } }
  block: { title: Complete heart block, beat: normal, rhythm: { type: sinus, rate: 70..90 bpm }, conduction: { type: dissociated, escape: { rate: 35..45 bpm }, beat: escape } }
  paced: { title: Paced rhythm, beat: paced, rhythm: { type: regular, interval: 0.8 s } }
  WPW: { title: Pre-excitation, beat: pre-excited, rhythm: { type: sinus, rate: 60..80 bpm }, invariants: [PR < 120 ms] }
  LBBB: { title: Left bundle branch block, beat: { notched: 90 %, paced: 10 % }, rhythm: { type: sinus, rate: 60..80 bpm } }
  VF: { title: Ventricular fibrillation, rhythm: { type: none }, ventricular: { type: fibrillation, rate: 150..500 bpm, amplitude: 0.2..1 mV, irregularity: 20 % } }
  torsades: { rhythm: { type: none }, ventricular: { type: torsades, rate: 160..240 bpm, amplitude: 0.8..1.6 mV, twist: 1.5..3 s, irregularity: 5 % } }
  pulses: { rhythm: { type: none }, ventricular: { type: pulses, amplitude: { value: 1 mV, beat: 0.5 mV }, width: { value: 25 ms, episode: -2..2 ms, beat: -10..10 ms }, step: { value: 64 ms, beat: 30 ms } } }
  asystole: { rhythm: { type: none } }
  source: { beat: source, rhythm: { type: regular, interval: { value: 0.8 s, recording: 0.2 s, beat: 0.1 s, min: 0.4 s } } }

noise:
  - { type: baseline-wander, rms: 10..80 µV }
  - { type: mains, frequency: 50 Hz, rms: 5 µV, harmonics: 2 }
  - { type: white, snr: 20..30 dB, during: 20..50 % }
  - { type: muscle, rms: 10 µV, band: 20..100 Hz }
  - { type: pink, rms: 10 µV }
  - { type: electrode-motion, amplitude: 0.1..0.5 mV, rate: 2..6 /min }
  - { type: held, precision: { value: 100 /mV, recording: 10 /mV, beat: 5 /mV }, hold: { value: 10, recording: 1, beat: 0.5 } }
  - { type: drift, step: { value: 0.05 mV, recording: 0.01 mV, beat: 5 µV } }
  - { type: sine, amplitude: 0..0.1 mV, frequency: 0.001..0.02 Hz, during: 50 % }
  - { type: square, amplitude: 0..0.1 mV, frequency: 0.01 Hz }
  - { type: recording, file: noise/ma.hea, signal: noise1, snr: 6..18 dB, during: 20..60 % }

augmentations:
  count: poisson 2
  of:
    - { type: scale, factor: 0.25..4, weight: 2 }
    - { type: sine, amplitude: 0..0.3 mV, frequency: 0.001..0.02 Hz }
    - { type: white, rms: 0..50 µV, during: 0..20 % }
    - { type: recording, file: ../belt.npy, signal: 1, rate: 360 Hz, rms: 0..50 µV }

dataset: { strips: 100, validation: 20 %, segments: true, parameters: true }
training: { model: resnet18, width: 0.25, rate: 100 Hz, epochs: 2, batch: 32, learning-rate: 0.001 }
`;
