import type { Quantity } from '../figures.js'

/** An amount as readers see it: three digits that count, and a unit of a fitting size. */
export function amountText(amount: number, quantity: Quantity): string {
  if (quantity === 'memory') return `${(amount / 2 ** 20).toFixed(0)} MiB`
  if (quantity === 'time per byte') return `${digits(amount * 1e9)} ns`
  return amount < 1 ? `${digits(amount * 1000)} ms` : `${digits(amount)} s`
}

/** A number with three digits that count, or all of its integral ones. */
export function digits(value: number): string {
  if (value >= 100) return value.toFixed(0)
  return value.toFixed(value >= 10 ? 1 : 2)
}

/** Millions with one decimal, thousands with none. */
export function countText(count: number): string {
  return count >= 1e6 ? `${(count / 1e6).toFixed(1)} million` : Math.round(count).toLocaleString('en')
}
