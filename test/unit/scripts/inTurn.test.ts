import { describe, expect, it } from 'vitest';
import { InTurn } from '../../../scripts/lib/inTurn.mjs';

describe('things that are done in turn', () => {
  it('are done once each, one after the other, whether they were begun ahead or are asked for', async () => {
    const log: string[] = [];
    const one = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      log.push(`${name} ends`);
      return name;
    };
    const things = new InTurn({ a: one('a'), b: one('b'), c: one('c') });
    things.begin(['b', 'a', 'b']);
    expect(await things.get('c')).toBe('c');
    expect(await things.get('a')).toBe('a');
    expect(log).toEqual(['b', 'a', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('fail for those who ask for them, and hold nothing else up', async () => {
    const things = new InTurn<number>({
      broken: () => Promise.reject(new Error('no network')),
      sound: () => Promise.resolve(1),
    });
    things.begin(['broken', 'sound']);
    await things.begun();
    await expect(things.get('broken')).rejects.toThrow('no network');
    expect(await things.get('sound')).toBe(1);
  });
});
