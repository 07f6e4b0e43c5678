/** The terminal that standard output goes to. */
export interface Terminal {
  /** The number of cells in a line. */
  width: number
  colours: boolean
  /** Whether it shows links (OSC 8). */
  links: boolean
}
