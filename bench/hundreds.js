/** Exotel takes a hundred Sids in a request. */
export function hundreds(sids) {
  return Array.from({ length: Math.ceil(sids.length / 100) }, (_, index) => sids.slice(index * 100, (index + 1) * 100));
}
