/** Entries of histories that are compared nowhere. */
export const NOT_COMPARED = {
  type: 'notification',
  reason: 'the sandbox tells no agent of tickets, and so has no histories of having told',
} as const;
