/**
 * What a network can be pre-trained for: to tell all classes apart, to tell each from normal, to fill in what was blanked,
 * or to find two views of a strip alike. The trainer's own names, to which a test holds these; the first is the default.
 */
export const OBJECTIVES = ['multiclass', 'each-against-normal', 'masked', 'simclr'] as const;
