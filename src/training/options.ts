/** What every call that may take long is given: where its words go, and how it is stopped. */
export interface Watching {
  /** One line of progress or remark, without a line end. Standard output's place. */
  readonly onLine?: (line: string) => void;
  /** One line of trouble, without a line end. Standard error's place; default: `onLine`. */
  readonly onErrorLine?: (line: string) => void;
  /** Cancels: a running child process gets SIGINT, and what is half-made is left marked as such. */
  readonly signal?: AbortSignal;
}

/** Where the Python environment is and what it is made from. */
export interface EnvironmentOptions extends Watching {
  /**
   * Folder of the environment. Default: `ECGSPEC_ENV`, else one in the user's data folder, named after the
   * lock files so that another version of them gets another one. A virtual environment that the user made
   * and that holds what the trainer needs is used as it is.
   */
  readonly env?: string;
  /** Python to build the environment with. Default: `ECGSPEC_PYTHON`, else the first fitting one found. */
  readonly python?: string;
  /** Folder with the Python package and its lock files. Default: the one shipped with this program. */
  readonly trainer?: string;
}

export interface SetupOptions extends EnvironmentOptions {
  /** Build anew even when the environment looks whole. */
  readonly repair?: boolean;
  /** Load the packages of an environment that is there already; takes seconds. */
  readonly check?: boolean;
  /**
   * Which build of PyTorch to lock to. `auto`: CUDA where an NVIDIA GPU is seen on Linux, else CPU; where
   * the first choice cannot be had, the other one.
   */
  readonly build?: 'auto' | 'cpu' | 'cuda';
}

/** What all jobs of the trainer share. */
interface OutputOptions extends EnvironmentOptions {
  /** Output folder; refused when it has something in it, unless `overwrite`. */
  readonly out: string;
  /** Replace an earlier run in `out`. Folders that hold anything else are refused all the same. */
  readonly overwrite?: boolean;
  /** Smaller and faster: a few minutes on two cores. */
  readonly quick?: boolean;
}

/** What those that train share. */
interface JobOptions extends OutputOptions {
  /** `cpu`, `cuda` or `auto` (default). */
  readonly device?: string;
  /** CPU threads; default: as many as the machine has cores. */
  readonly threads?: number;
}

export interface ModelsOptions extends EnvironmentOptions {
  /** Multiplier of the channel counts. Default 1, the published sizes. */
  readonly width?: number;
  /** Outputs of the network. Default 2. */
  readonly classes?: number;
  /** One JSON array instead of a table. */
  readonly json?: boolean;
}

export interface PretrainOptions extends JobOptions {
  /** Folder of a generated data set (it has a `manifest.json`). */
  readonly data: string;
  /** Architecture. Default: what the data set's spec says. */
  readonly model?: string;
  /** One of `OBJECTIVES`, the first by default. */
  readonly objective?: string;
  /** For `each-against-normal`: the classes to tell from normal. Default: all others. */
  readonly positive?: readonly string[];
  /** For `each-against-normal`: the class that the others are told from. Default: the data set's first. */
  readonly normal?: string;
  /** Default: what the data set's spec says. */
  readonly epochs?: number;
  readonly seed?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  /** Multiplier of the architecture's channel counts. */
  readonly width?: number;
  /** The rate that strips are resampled to, Hz. */
  readonly trainingRate?: number;
}

/** A folder of real recordings; all but `real` takes the place of a field of its `recordings.json`. */
export interface RecordingsOptions {
  /** Folder of real recordings. */
  readonly real: string;
  /** Signal file in `real`. */
  readonly signals?: string;
  /** Label CSV in `real`. */
  readonly labels?: string;
  /** Sampling rate of the recordings, Hz. */
  readonly rate?: number;
  /** Samples per strip; needed for raw `.i16` files. */
  readonly samples?: number;
  /** mV per unit of the signal file. */
  readonly unit?: number;
  /** Column of the labels. */
  readonly label?: string;
  /** Column of the patients. */
  readonly patient?: string;
  /** Seconds to cut from the end of every strip. */
  readonly crop?: number;
  /** `LABEL=CLASS` pairs. */
  readonly map?: readonly string[];
  /** `COLUMN=VALUE` conditions that a row must fulfil to be used. */
  readonly where?: readonly string[];
}

export interface EvaluateOptions extends JobOptions, RecordingsOptions {
  /** Folder of a pre-trained model (it has a `config.json`). */
  readonly model: string;
  /** Real strips per class to fine-tune on; `all` is as many as there are. Default 1, 2, 5, 10, 25, 50, 100, 250 and all. */
  readonly sizes?: readonly (number | 'all')[];
  /** How many splits and initialisations. Default 3. */
  readonly seeds?: number;
  /** Classes to tell from normal. Default: all that model and recordings share. */
  readonly positive?: readonly string[];
  /** The class that the others are told from. Default: the model's first. */
  readonly normal?: string;
  readonly epochs?: number;
}

export interface RealismOptions extends OutputOptions, RecordingsOptions {
  /** Folder of a generated data set. */
  readonly data: string;
  /** Strips of each class and side. Default 500. */
  readonly strips?: number;
}

/** An environment that can run the trainer. */
export interface Environment {
  readonly folder: string;
  /** The Python program in it. */
  readonly python: string;
  /** Whether this call made it. */
  readonly created: boolean;
}
