/** Whether a location is a PostgreSQL database, and not a directory. Apart from the databases themselves, which take long to load. */
export function isPostgresAddress(location: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(location);
}
