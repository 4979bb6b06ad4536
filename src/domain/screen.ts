/** Where text will be looked at. */
export interface Screen {
  /** Whether colours may be used. */
  readonly color: boolean;
  /** Columns, at least 40: narrower than that nothing reads well. */
  readonly width: number;
}
