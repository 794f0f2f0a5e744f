/** Where something that is shown goes. */
export type ExportTo = 'save' | 'copy' | 'print';
