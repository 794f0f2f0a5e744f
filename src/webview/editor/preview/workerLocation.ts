/**
 * Imported before anything else of a worker that validates: the JSON-Schema validator builds a base
 * address from `self.location` when it loads, which throws in a worker that comes from a blob.
 * Without a location it takes a constant one.
 */
Object.defineProperty(globalThis, 'location', { value: undefined });
