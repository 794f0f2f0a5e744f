/** The kinds of work that run as tasks of type `ecgspec`. */
export const JOBS = ['generate', 'verify', 'setup', 'pretrain', 'evaluate', 'realism'] as const;
export type Job = (typeof JOBS)[number];

/** What a task of type `ecgspec` says in tasks.json; paths may be relative to the workspace folder. */
export interface JobDefinition {
  readonly task: Job;
  readonly spec?: string;
  /** generate: names of the classes to make; left out: all. */
  readonly classes?: readonly string[];
  /** generate: formats to write besides; left out: those of the settings. */
  readonly formats?: readonly string[];
  readonly dataset?: string;
  readonly model?: string;
  readonly real?: string;
  readonly out?: string;
  readonly quick?: boolean;
  readonly overwrite?: boolean;
  /** generate: begin anew where a set was interrupted, in place of going on with it. */
  readonly restart?: boolean;
  /** verify: how many strips to make again, or all; left out: none. */
  readonly strips?: number | 'all';
}

/** What the extension knows and a definition does not have to say. */
export interface JobSettings {
  /** Threads for generation; 0 = one for every core. */
  readonly workers: number;
  /** Formats that data sets are written in besides. */
  readonly formats: readonly string[];
  /** Python to build the environment from; empty = the first one found. */
  readonly python: string;
  /** Folder of the training environment; empty = the one that the command line uses by itself. */
  readonly environment: string;
  /** Folder of the real excerpt that ships with the extension. */
  readonly excerpt: string;
}

/** The file in the output folder that is there only when the job went through. */
export const OUTCOME_FILES: Partial<Record<Job, string>> = {
  generate: 'manifest.json',
  pretrain: 'config.json',
  evaluate: 'report.json',
  realism: 'realism.json',
};

const INPUTS: Record<Job, 'spec' | 'dataset' | 'model' | undefined> = {
  generate: 'spec',
  verify: 'dataset',
  setup: undefined,
  pretrain: 'dataset',
  evaluate: 'model',
  realism: 'dataset',
};

/** One sentence when something that the job cannot do without is missing. */
export function missingInput(definition: JobDefinition): string | undefined {
  if (!JOBS.includes(definition.task)) {
    return `An ecgspec task has "task": one of ${JOBS.join(', ')}; here it is "${String(definition.task)}".`;
  }
  const input = INPUTS[definition.task];
  if (input === undefined || definition[input]) return undefined;
  return `The ecgspec task "${definition.task}" needs "${input}" to say what to work on.`;
}

/** The folder that the job writes: what the definition says, or a name beside its input. */
export function outputOf(definition: JobDefinition): string | undefined {
  if (definition.task === 'verify') return undefined;
  if (definition.out) return definition.out;
  const input = INPUTS[definition.task];
  const from = input === undefined ? undefined : definition[input];
  return from === undefined ? undefined : defaultOutput(definition.task, from, definition.classes);
}

/**
 * `x.ecgspec` -> `x-dataset` -> `x-model` -> `x-report`, and `x-dataset` -> `x-realism`; a number at the end stays.
 * @param input path of the spec, the data set or the model
 * @param classes the only ones that are made: a part of a data set never lies where the whole one would
 */
export function defaultOutput(job: Job, input: string, classes: readonly string[] = []): string {
  const path = input.replace(/[\\/]+$/, '');
  if (job === 'generate') {
    const part = classes.map((name) => `-${name.replace(/ /g, '-')}`).join('');
    return `${path.replace(/\.ecgspec$/i, '')}${part}-dataset`;
  }
  const [from, to] =
    job === 'evaluate' ? ['model', 'report'] : ['dataset', job === 'realism' ? 'realism' : 'model'];
  const numbered = new RegExp(`-${from}(-\\d+)?$`);
  return numbered.test(path) ? path.replace(numbered, `-${to}$1`) : `${path}-${to}`;
}

/** Arguments of the `ecgspec` command line for a job; the definition must have its input. */
export function jobArguments(definition: JobDefinition, settings: JobSettings): string[] {
  const out = outputOf(definition) ?? '';
  const quick = definition.quick ? ['--quick'] : [];
  const overwrite = definition.overwrite ? ['--overwrite'] : [];
  const environment = settings.environment === '' ? [] : ['--env', settings.environment];
  switch (definition.task) {
    case 'generate': {
      const workers = settings.workers > 0 ? ['--workers', String(settings.workers)] : [];
      const classes = (definition.classes ?? []).flatMap((name) => ['--class', name]);
      const formats = definition.formats ?? settings.formats;
      const format = formats.length === 0 ? [] : ['--format', formats.join(',')];
      return [
        'generate',
        definition.spec ?? '',
        ...['--out', out],
        ...classes,
        ...format,
        ...workers,
        ...overwrite,
        ...(definition.restart ? ['--restart'] : []),
      ];
    }
    case 'verify': {
      const strips = definition.strips === undefined ? [] : ['--strips', String(definition.strips)];
      return ['verify', definition.dataset ?? '', ...strips];
    }
    case 'setup': {
      const python = settings.python === '' ? [] : ['--python', settings.python];
      return ['setup', ...environment, ...python];
    }
    case 'pretrain':
      return ['pretrain', definition.dataset ?? '', '--out', out, ...quick, ...overwrite, ...environment];
    case 'realism': {
      const real = definition.real || settings.excerpt;
      const input = definition.dataset ?? '';
      return ['realism', input, '--real', real, '--out', out, ...quick, ...overwrite, ...environment];
    }
    case 'evaluate': {
      const real = definition.real || settings.excerpt;
      return [
        'evaluate',
        definition.model ?? '',
        ...['--real', real, '--out', out],
        ...quick,
        ...overwrite,
        ...environment,
      ];
    }
  }
}
