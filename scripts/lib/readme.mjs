const IMAGE = /!\[[^\]]*\]\((?!https:)[^)]*\)/g;
const LINK = /\[([^\]]*)\]\((?![a-z]+:|#)[^)]*\)/gi;

/**
 * The README as it is shown of the installed extension: there its pictures and links to files of the checkout lead
 * nowhere, and vsce refuses them. Pictures go, links become their words.
 * @param {string} markdown
 */
export function packedReadme(markdown) {
  return markdown
    .replace(IMAGE, '')
    .replace(LINK, '$1')
    .replace(/\n{3,}/g, '\n\n');
}
