import { type Command, Option } from 'commander';
import type { ListFormat } from '../../app/list-view.js';
import { type DeliveryState, deliveryStates } from '../../domain/delivery.js';
import { addFormatOption, addStoreOption, parseText, type StoreOptions } from '../options.js';
import type { Terminal } from '../terminal.js';

interface DeliveriesOptions extends StoreOptions {
  readonly format: ListFormat;
  readonly repository?: string;
  readonly state?: DeliveryState;
  readonly key?: string;
}

/** `faultline deliveries`: what was posted on GitHub, what would be, and why it is not. */
export function addDeliveriesCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('deliveries')
    .description('list what was posted on GitHub, what is to be, and why it is not')
    .option('--repository <owner/name>', 'only for this repository', parseText)
    .addOption(new Option('--state <state>', 'only those in this state').choices(deliveryStates))
    .option('--key <key>', 'one of them, with its texts', parseText);
  addStoreOption(addFormatOption(command, ['terminal', 'json'])).action(
    async ({ format, ...options }: DeliveriesOptions) => {
      const { showDeliveries } = await import('../../app/github/list-deliveries.js');
      await showDeliveries(options, { format, screen: terminal.screen }, terminal, Date.now());
    },
  );
}
