/** The time a report gives for its run: SOURCE_DATE_EPOCH (whole seconds) where it is set, else now. */
export function reportTime(): Date {
  const epoch = process.env.SOURCE_DATE_EPOCH
  return epoch !== undefined && /^\d{1,12}$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date()
}
