import { openServerSource } from '../../src/sources/open-server-source.js';
import { describeMailSource } from '../contracts/mail-source.js';
import { ImapServer } from '../support/imap-server.js';

describeMailSource('a mailbox on an IMAP server', {
  async make(mails) {
    const server = new ImapServer();
    for (const mail of mails) server.add(mail);
    await server.start();
    return {
      open: async () => openServerSource(server.url, {}),
      async add(more) {
        for (const mail of more) server.add(mail);
      },
      async addUnreadable() {
        server.add(Buffer.from('never seen'), 100);
        server.lost.add(100);
      },
      async break() {
        server.dropConnections();
        // The connection ends in the middle of a mail.
        server.fault = (command, socket) => {
          if (!command.includes('BODY.PEEK[]')) return false;
          socket.end('* 3 FETCH (UID 3 BODY[] {1000}\r\nFrom: Ada', () => socket.destroy());
          return true;
        };
      },
      async mend() {
        server.fault = undefined;
      },
      close: () => server.close(),
    };
  },
});
