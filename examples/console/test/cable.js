import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** The line between a browser and Switchboard, which can be cut: open connections break, and new ones are refused. */
export async function startCable() {
  const sockets = new Set();
  let isCut = false;
  let target = 0;
  const server = createServer((socket) => {
    if (isCut) return socket.destroy();
    const onward = connect(target, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    for (const [end, other] of [[socket, onward], [onward, socket]]) {
      sockets.add(end);
      end.on('error', () => end.destroy()).once('close', () => {
        sockets.delete(end);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const breakAll = () => sockets.forEach((socket) => socket.destroy());
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    leadTo(url) {
      target = Number(new URL(url).port);
    },
    cut() {
      isCut = true;
      breakAll();
    },
    mend() {
      isCut = false;
    },
    close() {
      breakAll();
      server.close();
    },
  };
}
