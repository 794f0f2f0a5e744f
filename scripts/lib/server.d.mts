export interface ServerOptions {
  /** Folder for everything it keeps: user data, extensions, its log. */
  data: string;
  /** Default: any free one. */
  port?: number;
  /** Keep out of the user's own files; default true. */
  ownHome?: boolean;
  env?: Record<string, string | undefined>;
  settings?: Record<string, unknown>;
}

export interface Server {
  readonly origin: string;
  readonly port: number;
  /** Path of its log file. */
  readonly log: string;
  /** Path of its extensions folder. */
  readonly extensions: string;
  /** Resolves with its exit code. */
  readonly ended: Promise<number>;
  /** Where a browser finds the workbench with `folder` open. */
  url(folder: string, payload?: [string, string][]): string;
  /** How a payload names a file. */
  file(path: string): string;
  stop(): Promise<void>;
}

export function startServer(options: ServerOptions): Promise<Server>;
export function freePort(first: number): Promise<number>;
export function tryPort(port: number): Promise<number | undefined>;
/** Installs a .vsix where a server with the same `data` looks for extensions. */
export function installExtension(data: string, vsix: string): Promise<void>;
