/** The time of the run for reports: SOURCE_DATE_EPOCH (in seconds) if it is set, else now. */
export function reportTime({ SOURCE_DATE_EPOCH: epoch }: Readonly<NodeJS.ProcessEnv>): Date {
  return epoch !== undefined && /^\d{1,12}$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date()
}
