/** Told at each step of long work: what is being done and how much of it is done. */
export type ReportProgress = (activity: string, done: number, total?: number) => void;
