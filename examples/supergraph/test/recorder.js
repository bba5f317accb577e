import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import { connect } from 'node:net';

/** Stands in front of a subgraph, passes everything on, and keeps what the gateway sent. */
export async function startRecorder(target) {
  const { hostname, port, pathname } = new URL(target);
  const requests = [];
  const server = createServer((request, response) => {
    const { method, url: path, headers } = request;
    requests.push({ method, headers });
    const onward = send({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  const sockets = new Set();
  server.on('upgrade', ({ method, url: path, headers, rawHeaders }, socket, head) => {
    requests.push({ method, headers });
    const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
    const onward = connect(port, hostname, () => {
      onward.write([`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) {
      sockets.add(end);
      end.on('error', () => end.destroy()).once('close', () => sockets.delete(end));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}${pathname}`,
    requests,
    close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
