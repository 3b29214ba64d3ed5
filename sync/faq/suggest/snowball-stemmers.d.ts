/** The part of `snowball-stemmers` that is used here; the package has no types of its own. */
declare module 'snowball-stemmers' {
  interface Stemmer {
    readonly stem: (word: string) => string;
  }
  const snowball: { readonly newStemmer: (language: 'russian') => Stemmer };
  export default snowball;
}
