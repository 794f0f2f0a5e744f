/**
 * The reference of the language as Markdown.
 *
 * @param schema the JSON Schema of the language
 * @param format a quantity in base units as an author writes it
 */
export function reference(schema: object, format: (value: number, dimension: never) => string): string;
