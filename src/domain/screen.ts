/** Where text will be looked at. */
export interface Screen {
  /** Whether colours may be used. */
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
}
