import { CONFIG_ELEMENT } from '../../protocol';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The page's side of the border to VS Code, typed: `In` comes from the host, `Out` goes to it. */
export interface Host<In, Out, State> {
  send(message: Out): void;
  onMessage(handle: (message: In) => void): void;
  getState(): State | undefined;
  setState(state: State): void;
}

/** Connects to VS Code; may be called once a page. */
export function connect<In, Out, State = never>(): Host<In, Out, State> {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    onMessage: (handle) => window.addEventListener('message', (event) => handle(event.data as In)),
    getState: () => (api.getState() ?? undefined) as State | undefined,
    setState: (state) => api.setState(state),
  };
}

/** What the host wrote into the page for it. */
export function readConfig<Config>(): Config {
  const json = document.getElementById(CONFIG_ELEMENT)?.dataset['json'] ?? '{}';
  return JSON.parse(json) as Config;
}

/** Tells `report` about every error of this page that nobody caught. */
export function onUncaught(report: (message: string, stack: string | undefined) => void): void {
  const tell = (reason: unknown): void => {
    // Monaco cancels work it no longer needs by rejecting with this name; nothing is wrong then.
    if (reason instanceof Error && reason.name === 'Canceled') return;
    if (reason instanceof Error) report(reason.message, reason.stack);
    else report(String(reason), undefined);
  };
  window.addEventListener('error', (event) => tell(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => tell(event.reason));
}
