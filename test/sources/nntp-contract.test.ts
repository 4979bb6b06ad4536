import { openServerSource } from '../../src/sources/open-server-source.js';
import { describeMailSource } from '../contracts/mail-source.js';
import { NntpServer } from '../support/nntp-server.js';

describeMailSource('a group on a news server', {
  async make(mails) {
    const server = new NntpServer();
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
        // The connection ends in the middle of an article.
        server.fault = (command, socket) => {
          if (!command.startsWith('ARTICLE')) return false;
          socket.end('220 3 <c@example.org>\r\nFrom: Ada', () => socket.destroy());
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
