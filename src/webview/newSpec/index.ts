/** The page of a new spec: the rhythm library with pictures, to choose classes from. */
import type { FromNewSpec, LibraryClass, ToNewSpec } from '../../protocol';
import { keepFocus, takeFocus } from '../shared/focus';
import { connect, onUncaught } from '../shared/host';
import '../shared/page.css';
import { onThemeChange, readTheme } from '../shared/theme';
import { createButton, registerToolkit, setEnabled } from '../shared/toolkit';
import './newSpec.css';
import { matches } from './search';

const host = connect<ToNewSpec, FromNewSpec>();
onUncaught((message, stack) => host.send({ type: 'error', message: stack ?? message }));
registerToolkit();
keepFocus(() => search.focus());

const app = document.getElementById('app')!;
const search = document.createElement('input');
const list = document.createElement('div');
const footer = document.createElement('footer');
const count = document.createElement('span');
const create = createButton({
  label: 'Create Spec',
  appearance: 'primary',
  onClick: () => send('create'),
});
const insert = createButton({ label: 'Insert', onClick: () => send('insert') });
const empty = document.createElement('p');

interface Card {
  readonly of: LibraryClass;
  readonly button: HTMLButtonElement;
  readonly picture: HTMLImageElement;
}
let cards: readonly Card[] = [];
const keyOf = ({ file, name }: Pick<LibraryClass, 'file' | 'name'>): string => `${file}\n${name}`;

const seen = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const card = cards.find(({ button }) => button === target);
      if (!isIntersecting || card === undefined) continue;
      seen.unobserve(target);
      ask(card);
    }
  },
  { rootMargin: '300px' },
);

function ask({ of: { file, name } }: Card): void {
  host.send({ type: 'thumbnail', file, name, dark: readTheme().dark });
}

function send(type: 'create' | 'insert'): void {
  const classes = chosen().map(({ of: { file, name } }) => ({ file, name }));
  if (classes.length > 0) host.send({ type, classes });
}

function chosen(): Card[] {
  return cards.filter(({ button }) => button.getAttribute('aria-pressed') === 'true');
}

function build(classes: readonly LibraryClass[], target: string | null): void {
  const before = new Set(chosen().map(({ of }) => keyOf(of)));
  cards = classes.map((of) => newCard(of, before.has(keyOf(of))));
  const topics = new Map<string, Card[]>();
  for (const card of cards) topics.set(card.of.topic, [...(topics.get(card.of.topic) ?? []), card]);
  list.replaceChildren(
    ...[...topics].map(([topic, of]) => {
      const section = document.createElement('section');
      const title = document.createElement('h2');
      title.textContent = topic;
      const grid = document.createElement('div');
      grid.className = 'cards';
      grid.append(...of.map(({ button }) => button));
      section.append(title, grid);
      return section;
    }),
    empty,
  );
  for (const { button } of cards) seen.observe(button);
  insert.hidden = target === null;
  insert.lastChild!.textContent = target === null ? 'Insert' : `Insert into ${target}`;
  filter();
  tell();
}

function newCard(of: LibraryClass, pressed: boolean): Card {
  const button = document.createElement('button');
  button.className = 'card';
  button.setAttribute('aria-pressed', String(pressed));
  const picture = document.createElement('img');
  picture.alt = '';
  const title = document.createElement('strong');
  title.textContent = of.title;
  const name = document.createElement('span');
  name.textContent = of.name;
  name.hidden = of.name === of.title;
  button.append(picture, title, name);
  button.addEventListener('click', () => {
    button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
    tell();
  });
  return { of, button, picture };
}

/** Shows what the search field asks for. */
function filter(): void {
  let shown = 0;
  for (const { of, button } of cards) {
    button.hidden = !matches(search.value, [of.name, of.title, of.topic]);
    if (!button.hidden) shown++;
  }
  for (const section of list.querySelectorAll('section'))
    section.hidden = section.querySelector('.card:not([hidden])') === null;
  empty.hidden = shown > 0;
  empty.textContent = `No rhythm is called “${search.value.trim()}”. Try another word, such as “flutter” or “block”.`;
}

function tell(): void {
  const { length } = chosen();
  count.textContent =
    length === 0
      ? 'Choose one or more classes'
      : length === 1
        ? '1 class chosen'
        : `${length} classes chosen`;
  setEnabled(create, length > 0);
  setEnabled(insert, length > 0);
}

search.type = 'search';
search.placeholder = 'Search rhythms, such as flutter, PVC or block';
search.setAttribute('aria-label', 'Search the rhythm library');
search.addEventListener('input', filter);
const heading = document.createElement('h1');
heading.textContent = 'New Spec';
const header = document.createElement('header');
header.append(heading, search);
empty.className = 'empty';
empty.setAttribute('role', 'status');
count.setAttribute('role', 'status');
footer.append(count, insert, create);

host.onMessage((message) => {
  if (message.type === 'library') {
    const first = cards.length === 0;
    build(message.classes, message.target);
    if (first) {
      app.replaceChildren(header, list, footer);
      takeFocus(() => search.focus());
    }
    return;
  }
  const card = cards.find(({ of }) => keyOf(of) === keyOf(message));
  if (card === undefined) return;
  card.picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(message.svg)}`;
});
onThemeChange(() => {
  for (const card of cards) if (card.picture.src !== '') ask(card);
});
host.send({ type: 'ready' });
