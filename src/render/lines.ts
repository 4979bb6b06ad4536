import type { Remark } from '../domain/remark.js';
import type { Series } from '../domain/series.js';
import { safeJson } from './escape.js';
import { remarkObject } from './remark-object.js';
import { seriesObject } from './series-object.js';

/** One line of `faultline threads`: a series as a JSON object, without the line end. */
export function renderSeriesLine(series: Series): string {
  return safeJson(seriesObject(series));
}

/** One line of `faultline replies`: a block of own text as a JSON object, without the line end. */
export function renderRemarkLine(remark: Remark): string {
  return safeJson(remarkObject(remark));
}
