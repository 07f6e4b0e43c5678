import stringWidth from 'string-width'
import { escapeOf, visible } from '../../../output/visible.js'
import { firstPast } from '../../../python/bisect.js'

/** The distance between tab stops, in cells. */
const TAB = 4
/** Text in which each character takes one cell. */
const PLAIN = /^[\x20-\x7e]*$/

/** A line of code as a terminal shows it: with spaces for tabs, and escapes for characters that cannot be seen. */
export interface ShownLine {
  /** The number of cells. */
  readonly width: number
  /** Returns the first cell of the character at this index, in UTF-16 units. */
  cellAt(index: number): number
  /** Returns the cell after the character that ends at this index. */
  cellAfter(index: number): number
  /** Returns the text in these cells. Half of a wide character is shown as a space. */
  slice(from: number, to: number): string
}

/** Shows a line of code. */
export function shownLine(text: string): ShownLine {
  return isPlain(text) ? new PlainLine(text) : new MixedLine(text)
}

/** Whether the text is shown as it is, one cell for each UTF-16 unit. Log commands begin with two number signs. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text) && !text.includes('##')
}

class PlainLine implements ShownLine {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  get width(): number {
    return this.#text.length
  }

  cellAt(index: number): number {
    return Math.min(index, this.#text.length)
  }

  cellAfter(index: number): number {
    return this.cellAt(index)
  }

  slice(from: number, to: number): string {
    return this.#text.slice(from, to)
  }
}

/** What users see as one character. */
interface Cluster {
  /** Its index in the text. */
  index: number
  shown: string
  /** Its first cell. */
  cell: number
  width: number
}

let segmenter: Intl.Segmenter | undefined

class MixedLine implements ShownLine {
  readonly #clusters: Cluster[] = []
  readonly #length: number
  readonly width: number

  constructor(text: string) {
    this.#length = text.length
    segmenter ??= new Intl.Segmenter()
    let cell = 0
    for (const { segment, index } of segmenter.segment(text)) {
      const shown = segment === '\t' ? ' '.repeat(TAB - (cell % TAB)) : shownCluster(segment, text, index)
      const width = PLAIN.test(shown) ? shown.length : stringWidth(shown)
      this.#clusters.push({ index, shown, cell, width })
      cell += width
    }
    this.width = cell
  }

  cellAt(index: number): number {
    if (index >= this.#length) return this.width
    return this.#clusters[this.#firstWith(cluster => cluster.index > index) - 1]?.cell ?? 0
  }

  cellAfter(index: number): number {
    return this.#clusters[this.#firstWith(cluster => cluster.index >= index)]?.cell ?? this.width
  }

  slice(from: number, to: number): string {
    let text = ''
    for (const { shown, cell, width } of this.#clusters) {
      const first = Math.max(cell, from)
      const end = Math.min(cell + width, to)
      if (first >= end) continue
      if (end - first === width) text += shown
      else text += PLAIN.test(shown) ? shown.slice(first - cell, end - cell) : ' '.repeat(end - first)
    }
    return text
  }

  #firstWith(isPast: (cluster: Cluster) => boolean): number {
    return firstPast(this.#clusters.length, at => isPast(this.#clusters[at] as Cluster))
  }
}

/** Shows one character. A character without any width would attach to its neighbours, so it is escaped. */
function shownCluster(cluster: string, text: string, index: number): string {
  if (cluster === '#') return /^##(?:vso)?\[/.test(text.slice(index, index + 6)) ? escapeOf(0x23) : cluster
  if (PLAIN.test(cluster)) return cluster
  const shown = visible(cluster)
  if (shown !== cluster || stringWidth(cluster) > 0) return shown
  return Array.from(cluster, character => escapeOf(character.codePointAt(0) ?? 0)).join('')
}
