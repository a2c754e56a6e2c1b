// A time of day in a field, and the moment that it stands for.

/** '13:30', as a time field wants it, on this device's clock. */
export function hourOf(at: number | undefined): string {
  if (at === undefined) return '';
  const day = new Date(at);
  return `${String(day.getHours()).padStart(2, '0')}:${String(day.getMinutes()).padStart(2, '0')}`;
}

/** The moment of that hour on the day of `near`; undefined for an empty field. */
export function momentOf(hour: string, near: number): number | undefined {
  const [hours, minutes] = hour.split(':').map(Number);
  if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return undefined;
  return new Date(near).setHours(hours, minutes, 0, 0);
}
