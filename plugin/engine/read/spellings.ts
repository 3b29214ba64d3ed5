/** СНИЛС as people type it: with the regulation's separators, with plain ones, and without. */
export const spellings = (snils: string): string[] => {
  const digits = snils.replace(/\D/g, '');
  const parts = /^(\d{3})(\d{3})(\d{3})(\d{2})$/.exec(digits);
  if (parts === null) return [snils];
  const [, a, b, c, d] = parts;
  return [...new Set([snils, `${a}-${b}-${c} ${d}`, `${a}-${b}-${c}-${d}`, `${a} ${b} ${c} ${d}`, digits])];
};
