import { hashName, Random, type StreamKey } from './random';
import type { Streams } from './rhythm/stretch';
import type { Detail, Note } from './detail';

interface KeptStreams extends Streams {
  readonly recordingPurpose: number;
  readonly episodePurpose: number;
  note: Note | null;
}

/** The streams of each purpose within a strip. They are kept from strip to strip and begun anew. */
export class StreamBook {
  private readonly kept = new Map<string, KeptStreams>();
  private key: StreamKey = { a: 0, b: 0, c: 0, d: 0 };
  private detail: Detail | null = null;

  /** @param name sets apart the class of an episode */
  constructor(private readonly name: string) {}

  /** Begins a strip. `detail` takes down what is drawn. */
  begin(key: StreamKey, detail: Detail | null): void {
    this.key = key;
    this.detail = detail;
  }

  /**
   * The streams of a purpose, from their beginning: whoever asks for the same ones again takes them from whom they were
   * given to before.
   *
   * @param episode its number; 0 for the strip's own class
   */
  open(purpose: string, episode = 0): Streams {
    const title = episode === 0 ? purpose : `${purpose} ${episode}`;
    let streams = this.kept.get(title);
    if (!streams) {
      const count = episode === 0 ? '' : ` ${episode}`;
      streams = {
        recording: new Random(),
        episode: new Random(),
        recordingPurpose: hashName(purpose + this.name),
        episodePurpose: hashName(`${purpose}${this.name} episode${count}`),
        note: null,
      };
      this.kept.set(title, streams);
    }
    streams.note = this.detail?.noteFor(episode) ?? null;
    streams.recording.reset(this.key, streams.recordingPurpose);
    streams.episode.reset(this.key, streams.episodePurpose);
    return streams;
  }
}
