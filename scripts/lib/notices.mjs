import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Trouble } from './process.mjs';

/** Licences that let their code be handed on within ours (MIT), as long as their text goes with it. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Zlib',
]);

/** Packages whose licence is a text of their own, and what it says as we read it. */
const READ = {
  jsfive: 'public domain, after pyfive, BSD-3-Clause',
};

/**
 * The packages whose code is in what esbuild made.
 * @param {readonly {inputs: object}[]} metafiles of esbuild
 * @returns {string[]} their folders relative to the checkout, sorted; one that lies in another's is of its own
 */
export function packagesIn(metafiles) {
  const folders = new Set();
  for (const file of metafiles.flatMap(({ inputs }) => Object.keys(inputs))) {
    const folder = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].sort();
}

/**
 * What goes with a bundle to meet the licences of the packages in it: whose they are, and their texts.
 * @param {string} root of the checkout
 * @param {readonly string[]} folders relative to it
 * @returns {string}
 * @throws {Trouble} for a package whose licence is not one of those that we hand code on under, or that lacks its text
 */
export function noticesOf(root, folders) {
  const parts = folders.map((folder) => noticeOf(path.join(root, folder), root));
  return `${HEAD}\n${[...new Set(parts)].join('\n')}`;
}

const HEAD = `ECG Spec holds code of other packages, under the licences below. Its own is in LICENSE.\n`;

function noticeOf(folder, root) {
  const { name, version, license, author } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  if (!allows(license) && !Object.hasOwn(READ, name)) {
    throw new Trouble(
      `${name} ${version} is in the bundle under "${license}", which is none of ${[...ALLOWED].join(', ')}; ` +
        'replace it, or add its licence to scripts/lib/notices.mjs once it is known to allow that.',
    );
  }
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice|third-?party-?notices)/i.test(file))
    .filter((file) => !/\.(js|ts|json)$/.test(file))
    .map((file) => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  if (texts.length === 0) texts.push(textFor(root, { name, version, license, author }));
  const title = `${name} ${version} (${READ[name] ?? license})`;
  return `${'='.repeat(80)}\n${title}\n${'='.repeat(80)}\n\n${texts.join('\n\n')}\n`;
}

/** @param {string | undefined} license an SPDX expression without exceptions, as packages have them */
function allows(license = '') {
  const one = (name) => ALLOWED.has(name.trim());
  const plain = license.replace(/^\((.*)\)$/, '$1');
  return plain.includes(' OR ') ? plain.split(' OR ').some(one) : plain.split(' AND ').every(one);
}

/** Whose the packages are that come without a text of their licence and name another as their author. */
const HOLDERS = { 'onnxruntime-web': 'Microsoft Corporation' };

/** The text that a package lacks. MIT's words are those of our own LICENSE, below the line that says whose it is. */
function textFor(root, { name, version, license, author }) {
  const holder = HOLDERS[name] ?? (typeof author === 'string' ? author : author?.name);
  if (license !== 'MIT' || holder === undefined) {
    throw new Trouble(
      `${name} ${version} is in the bundle and comes without the text of its licence (${license}).`,
    );
  }
  const words = readFileSync(path.join(root, 'LICENSE'), 'utf8').replace(
    /^[^]*?(?=Permission is hereby granted)/,
    '',
  );
  return `MIT License\n\nCopyright (c) ${holder}\n\n${words.trim()}`;
}
