import { distance } from 'fastest-levenshtein'

/** Words that are similar to another, ignoring case, the most similar first. */
export function similar(word: string, words: Iterable<string>): string[] {
  const wanted = word.toLowerCase()
  return [...new Set(words)]
    .map(each => ({ each, distance: distanceOf(each.toLowerCase(), wanted) }))
    .filter(({ each, distance }) => distance <= Math.max(1, Math.round(each.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .map(({ each }) => each)
}

/** How many letters to change; a word that was cut short has just one mistake. */
function distanceOf(word: string, wanted: string): number {
  return wanted.length > 2 && wanted !== word && word.startsWith(wanted) ? 1 : distance(word, wanted)
}

/** A question after a message about an unknown word; empty if no word is similar. */
export function didYouMean(word: string, words: Iterable<string>): string {
  const [nearest] = similar(word, words)
  return nearest === undefined ? '' : ` (did you mean '${nearest}'?)`
}

/** Like `didYouMean`; where no word is similar, all of them, if they are not more than `most`. */
export function didYouMeanOneOf(word: string, words: readonly string[], most = 8): string {
  const question = didYouMean(word, words)
  if (question !== '' || words.length === 0 || words.length > most) return question
  return ` (known: ${words.map(each => `'${each}'`).join(', ')})`
}
