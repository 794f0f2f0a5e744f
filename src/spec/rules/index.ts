import { type Code, CODES } from '../codes';
import type { Fix, Path, Problem } from '../problem';
import type { Source } from '../source';
import type { Spec } from '../types';
import { MiddleBeat } from './middle';
import {
  conducted,
  type BeatRule,
  type ClassBeatRule,
  type ClassRule,
  type RuleContext,
  type SpecRule,
} from './rule';
import * as atrial from './atrial';
import * as conduction from './conduction';
import * as cost from './cost';
import * as fit from './fit';
import * as invariants from './invariants';
import * as pace from './pace';
import * as repolarisation from './repolarisation';
import * as rhythmCode from './rhythmCode';
import * as shape from './shape';
import * as sinus from './sinus';
import * as use from './use';
import * as ventricular from './ventricular';

const SPEC_RULES: readonly SpecRule[] = [
  cost.bounded,
  fit.bandsBelowNyquist,
  use.unusedBeats,
  use.unusedClasses,
  use.noStrips,
];

const BEAT_RULES: readonly BeatRule[] = [
  shape.wavesInOrder,
  shape.partsApart,
  shape.humanPr,
  shape.humanQrs,
  shape.humanQt,
  shape.humanAmplitude,
  ventricular.ventricularBeat,
  ventricular.pacedBeat,
];

const CLASS_RULES: readonly ClassRule[] = [
  fit.flutterWaves,
  fit.goesWithRhythm,
  pace.humanRate,
  pace.runFitsInterval,
  pace.humanRamp,
  sinus.normalRhythm,
  sinus.bradycardia,
  sinus.tachycardia,
  atrial.atrialFibrillation,
  atrial.atrialFlutter,
  ventricular.withoutBeats,
  ventricular.pacedClass,
  ventricular.ectopicBeats,
  conduction.heartBlock,
  rhythmCode.rhythmCode,
];

/** Judged once for each beat type that the class conducts. */
const CLASS_BEAT_RULES: readonly ClassBeatRule[] = [
  pace.beatFitsInterval,
  sinus.normalBeat,
  sinus.firstDegreeBlock,
  sinus.preExcitation,
  atrial.noPInFibrillation,
  atrial.junctional,
  atrial.supraventricular,
  ventricular.ventricularTachycardia,
  ventricular.bundleBranchBlock,
  repolarisation.stChange,
  repolarisation.longQt,
  invariants.invariantsHold,
];

/**
 * The clinical and logical checks that a JSON Schema cannot say. They run on a spec that is already
 * whole, and each has one code.
 */
export function checkRules(spec: Spec, source: Source): Problem[] {
  const problems: Problem[] = [];
  const said = new Set<string>();
  const report = (
    code: Code,
    path: Path,
    message: string,
    fixes: readonly (Fix | undefined)[] = [],
  ): void => {
    // A rule that looks at a class once for each of its beat types may find the same thing twice.
    const key = `${code} ${path.join('/')} ${message}`;
    if (said.has(key)) return;
    said.add(key);
    const given = fixes.filter((fix) => fix !== undefined);
    problems.push({
      code,
      severity: CODES[code].severity,
      message,
      range: source.nearestKeyRange(path),
      path,
      ...(given.length > 0 && { fixes: given }),
    });
  };
  const beats = new Map(spec.beats.map((beat) => [beat.name, new MiddleBeat(beat)]));
  const context: RuleContext = { spec, source, report, beats };
  for (const rule of SPEC_RULES) rule(context);
  for (const beat of beats.values()) for (const rule of BEAT_RULES) rule(beat, context);
  for (const c of spec.classes) {
    for (const rule of CLASS_RULES) rule(c, context);
    for (const beat of conducted(c, beats)) {
      const classBeat = { ...context, class: c, beat };
      for (const rule of CLASS_BEAT_RULES) rule(classBeat);
    }
  }
  return problems;
}
