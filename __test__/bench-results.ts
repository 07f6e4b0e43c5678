import type { Results, Series } from '../benchmarks/results.js'

/** Runs of a command that took these seconds; peak memory is in MiB. */
export function series(
  wall: readonly number[],
  { peak = 100, bytes }: { peak?: number; bytes?: number } = {},
): Series {
  return {
    wall: [...wall],
    user: [...wall],
    system: wall.map(() => 0.25),
    peak: wall.map(() => peak * 2 ** 20),
    ...(bytes && { bytes }),
  }
}

/** Made-up results of some cases. */
export const RESULTS: Results = {
  date: '2026-09-01T10:00:00.000Z',
  machine: { cpu: 'Some CPU', cores: 2, memory: '8 GiB', os: 'Linux 6.1' },
  versions: { posse: '0.1.0', Ruff: '0.17.5' },
  trees: {
    corpora: { projects: ['django', 'dask'], files: 1246, lines: 342_171, bytes: 11_549_052 },
    monorepo: { projects: ['oci'], files: 17_926, lines: 5_386_235, bytes: 217_000_000 },
    sample: { projects: ['django', 'dask'], files: 1246, lines: 342_171, bytes: 11_549_052 },
  },
  cases: {
    'cold-monorepo': {
      series: {
        posse: series([4.2, 4, 9], { peak: 150 }),
        'Ruff --no-cache': series([9, 9.03, 8], { peak: 200 }),
        'parser only': series([3.5, 3.6, 3.5]),
      },
    },
    'cached-monorepo': {
      series: { 'posse --cache': series([0.5]), 'Ruff, warm cache': series([3]) },
      sameReport: true,
    },
    bandit: { series: { posse: series([1.5]), Bandit: series([510]), 'flake8-bandit': series([720]) } },
    growth: {
      series: {
        '1x': series([1], { bytes: 100_000_000 }),
        '2x': series([2.1], { bytes: 200_000_000 }),
        '4x': series([4.6], { bytes: 400_000_000 }),
      },
    },
  },
}
