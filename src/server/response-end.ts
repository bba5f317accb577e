import type { FastifyReply, FastifyRequest } from 'fastify';

/** Calls `over` once: when the response was sent, or the connection closed. */
export function onResponseEnd({ socket }: FastifyRequest, { raw }: FastifyReply, over: () => void): void {
  const end = () => {
    socket.off('close', end);
    raw.off('close', end);
    over();
  };
  if (raw.destroyed || socket.destroyed) return over();
  raw.once('close', end);
  // A response behind others on its connection does not notice that the connection closes.
  socket.setMaxListeners(0).once('close', end);
}
