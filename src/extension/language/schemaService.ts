/**
 * Completion and hover from the spec's JSON Schema by the YAML language service that the custom editor's page uses
 * too. A bundle of its own, dist/schema-service.js: it is as large as the rest of the extension, and loaded when
 * somebody first asks.
 */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionList, Hover, Position } from 'vscode-languageserver-types';
import { yamlDocumentsCache } from 'yaml-language-server/lib/esm/languageservice/parser/yaml-documents';
import { YamlCompletion } from 'yaml-language-server/lib/esm/languageservice/services/yamlCompletion';
import { YAMLHover } from 'yaml-language-server/lib/esm/languageservice/services/yamlHover';
import { YAMLSchemaService } from 'yaml-language-server/lib/esm/languageservice/services/yamlSchemaService';
import schema from '../../../schemas/ecgspec.schema.json';
import { editorSchema } from '../../language/schema';

export interface SchemaService {
  complete(text: string, position: Position): Promise<CompletionList>;
  hover(text: string, position: Position): Promise<Hover | null>;
}

/** Any file: address will do; one of them stands for whatever text is asked about. */
const DOCUMENT = 'file:///spec.ecgspec';
const SCHEMA = 'file:///ecgspec.schema.json';

export function createSchemaService(): SchemaService {
  const refuse = (uri: string): Promise<string> => Promise.reject(new Error(`${uri} is not fetched`));
  const telemetry = { send: () => {}, sendError: () => {}, sendTrack: () => {} } as never;
  const schemas = new YAMLSchemaService(
    refuse,
    { resolveRelativePath: (relative, resource) => String(new URL(relative, resource)) },
    undefined as never,
  );
  schemas.registerExternalSchema(SCHEMA, ['*'], editorSchema(schema) as never);
  const completion = new YamlCompletion(
    schemas,
    {
      textDocument: {
        completion: { completionItem: { documentationFormat: ['markdown'], snippetSupport: true } },
      },
    },
    yamlDocumentsCache,
    telemetry,
  );
  const settings = { completion: true, hover: true, hoverSchemaSource: false };
  completion.configure(settings, undefined as never);
  const hovers = new YAMLHover(schemas, telemetry);
  hovers.configure(settings);
  let version = 0;
  // The service remembers what it parsed by address and version.
  const read = (text: string) => TextDocument.create(DOCUMENT, 'yaml', ++version, text);
  return {
    complete: (text, position) => completion.doComplete(read(text), position, false),
    hover: (text, position) => hovers.doHover(read(text), position),
  };
}
