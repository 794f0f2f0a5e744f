import type { OpenEditor } from '../page';
import { model } from '../editor/modelFixture';
import { cursorAfter, eventually } from '../editor/support';

/** What the editor can look like, and how one gets there from the example. */
export interface State {
  readonly name: string;
  /** What it is, for who looks at the picture. */
  readonly what: string;
  /** The text that is opened; undefined: the example that ships. */
  readonly text?: string;
  reach(editor: OpenEditor): Promise<void>;
}

const STRIP = '.strip[data-class="NSR"]';
const handle = ({ page }: OpenEditor, wave: string, kind = 'peak') =>
  page.locator(`.handle[data-kind="${kind}"][data-wave="${wave}"]`).first();

/** Takes hold of a wave and pulls it, without letting go. */
async function pull(editor: OpenEditor, wave: string, by: number): Promise<void> {
  const target = handle(editor, wave).locator('.target');
  await target.waitFor();
  const box = (await target.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await editor.page.mouse.move(x, y);
  await editor.page.mouse.down();
  await editor.page.mouse.move(x, y + by / 2);
  await editor.page.mouse.move(x, y + by, { steps: 4 });
  await editor.page.locator('.drag-value').waitFor();
}

const showBeat = async (editor: OpenEditor, name: string): Promise<void> => {
  await editor.page.locator('.beat-select').selectOption(name);
  await editor.page.locator('.beat-readout').waitFor();
};

export const STATES: readonly State[] = [
  {
    name: 'strips',
    what: 'a spec, its beats and its strips',
    reach: async () => {},
  },
  {
    name: 'wave',
    what: 'a wave that is chosen, with handles for its widths and spreads',
    async reach(editor) {
      await handle(editor, 'T').click();
      await handle(editor, 'T', 'fall').waitFor();
    },
  },
  { name: 'drag', what: 'a wave that is being dragged', reach: (editor) => pull(editor, 'T', -40) },
  {
    name: 'inherited',
    what: 'the question where to write what a beat type inherits',
    async reach(editor) {
      await showBeat(editor, 'pre-excited');
      await handle(editor, 'delta').waitFor();
      await pull(editor, 'P', -25);
      await editor.page.mouse.up();
      await editor.page.locator('.ask-where').waitFor();
    },
  },
  {
    name: 'broken',
    what: 'a text that is no spec: the last valid strips, greyed, and what is wrong',
    async reach(editor) {
      await cursorAfter(editor, 'value: 1.1');
      await editor.page.keyboard.type(' apples');
      await editor.page.locator('.banner').waitFor();
    },
  },
  {
    name: 'empty',
    what: 'a file without a spec',
    text: '',
    reach: ({ page }) => page.locator('.banner').waitFor(),
  },
  {
    name: 'doubtful',
    what: 'remarks on a wave and beside the strips of its class',
    async reach(editor) {
      await editor.host.changeTo(
        editor.host.text.replace(/T: \{ amplitude: \S+ mV/, 'T: { amplitude: 2.4 mV'),
      );
      await editor.settled();
      await editor.page.locator('.overlay .troubled, .handle.troubled, .trouble').first().waitFor();
    },
  },
  {
    name: 'gallery',
    what: 'twelve strips of a class',
    async reach({ page }) {
      await page.locator(STRIP).getByRole('button', { name: 'Gallery' }).click();
      await page.locator(`${STRIP} .thumb`).nth(11).waitFor();
    },
  },
  {
    name: 'calipers',
    what: 'an RR interval that is measured',
    async reach({ page }) {
      await page.locator(`${STRIP} .paper`).focus();
      for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
      await page.locator(`${STRIP} .calipers`).waitFor();
    },
  },
  {
    name: 'interval',
    what: 'an interval that is set to another',
    async reach({ page }) {
      await page
        .locator(STRIP)
        .getByRole('button', { name: /PR interval|^\d+ ms$/ })
        .first()
        .click();
      const dialog = page.locator('.interval-dialog');
      await dialog.locator('input').fill('200');
      await dialog.locator('li').first().waitFor();
    },
  },
  {
    name: 'model',
    what: 'strips that a model reads, one of them as another class',
    async reach({ page, host }) {
      const [normal, ...others] = model.classes;
      await host.send({
        type: 'model',
        model: { ...model, classes: [others[0]!, normal!, ...others.slice(1)] },
      });
      await page.locator(`${STRIP} .reading[data-verdict=other][aria-busy=false]`).waitFor();
    },
  },
  {
    name: 'compare',
    what: 'strips over those of another class',
    async reach({ page }) {
      await page.getByLabel('Compare with').selectOption('class WPW');
      await eventually(
        () =>
          page.evaluate(
            (strip) =>
              document.querySelector<HTMLElement & { under: Float32Array | null }>(`${strip} ecg-trace`)!
                .under,
            STRIP,
          ),
        (under) => under !== null,
      );
    },
  },
  {
    name: 'menu',
    what: 'what a strip is saved, copied and printed as',
    async reach({ page }) {
      await page.locator(STRIP).getByRole('button', { name: 'Save, copy or print the strip' }).click();
      await page.getByRole('menuitem').first().waitFor();
    },
  },
  {
    name: 'paper',
    what: 'ECG paper at 50 mm/s and 20 mm/mV',
    async reach({ page }) {
      await page.getByRole('button', { name: 'ECG paper' }).click();
      await page.getByLabel('Paper speed').selectOption('50');
      await page.getByLabel('Gain').selectOption('20');
    },
  },
];
