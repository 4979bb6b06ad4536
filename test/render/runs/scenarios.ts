import type { Message } from '../../../src/domain/message.js';
import type { RenderContext } from '../../../src/render/context.js';
import { rules } from '../../../src/rules/registry.js';
import { flagship } from './flagship.js';
import { hostile } from './hostile.js';
import { hunkOnly } from './hunk-only.js';
import { quiet } from './quiet.js';
import { siblings } from './siblings.js';

export const scenarios = [
  { name: 'flagship', make: flagship },
  { name: 'hunk-only', make: hunkOnly },
  { name: 'siblings', make: siblings },
  { name: 'quiet', make: quiet },
  { name: 'hostile', make: hostile },
] as const;

export function contextOf(messages: readonly Message[]): RenderContext {
  return { rules, messageOf: id => messages.find(message => message.id === id) };
}
